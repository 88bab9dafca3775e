-- The CRM's workspace that the credentials belong to, as the CRM last said; one row at most.
create table workspace (
    place integer not null primary key check (place = 1),
    source text not null,       -- the CRM's address
    workspace_id text not null,
    learned_at text not null
);
