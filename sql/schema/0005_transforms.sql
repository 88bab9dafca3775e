-- Each transform has a number, and notes what it changed, in the transaction that changed it. A full one notes nothing: anything may have changed.
create table if not exists ops.transforms (
    transform_number bigint not null, run_id varchar not null, as_of timestamptz not null, is_full boolean not null,
    load_id bigint -- the newest load it has seen
);
create table if not exists ops.changed_partitions (
    relation varchar not null, -- with its schema: analytics.tickets
    month date,                -- its first day, in UTC; null for rows without a time and for relations that have none
    transform_number bigint not null
);
