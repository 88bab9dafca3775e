-- Which response stood where in its source when it was last read well: a document that can't be read any more keeps its template.
create table template_documents (location text not null primary key, external_id text not null);

-- What stands between the source and the CRM since the last run: documents that can't be sent, and templates that people edited in the CRM.
create table template_problems (
    kind text not null,              -- document, conflict
    name text not null,              -- where the document stands; the template's external id
    field text,                      -- what is wrong in it; null: the whole
    reason text not null,
    remedy text not null,
    noted_at text not null,          -- when it was first seen so
    primary key (kind, name)
);
