-- Which articles were attached to which tickets: a copy of the state store's own record, which alone decides.
create table ops.article_suggestions (
    ticket_id varchar not null, article_id varchar not null, change_number bigint not null, knowledge_base varchar not null, title varchar not null, url varchar not null,
    rank bigint not null, score double not null,
    state varchar not null,       -- chosen, attached, withdrawn, failed
    suggested_at timestamptz not null, settled_at timestamptz, outcome varchar
);
