-- What the marts were made of. A transform writes its row in the same transaction as its rows in the marts.
create table ops.transforms (
    transform_number bigint not null, run_id varchar not null, as_of timestamptz not null,
    is_full boolean not null,     -- every relation was made anew, not the rows of changed tickets only
    load_id bigint not null,      -- the last of ops.loads that the marts contain
    fingerprint varchar not null  -- of the SQL files, and of the calendars and policies: with another one, every ticket counts as changed
);

-- Which months of a public relation have changed, and in which transform last. A full transform changes all and leaves no row here.
create table ops.changed_partitions (
    relation varchar not null,    -- as analytics.tickets
    month date,                   -- its first day; null for rows without a time
    transform_number bigint not null
);
