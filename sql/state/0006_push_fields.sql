-- What the push engine knows beyond which write was confirmed.

-- The mapped fields of the last confirmed write: a dry run says what would change in a record, and a removal what is removed.
-- Apart from the ledger, which is read as a whole. A record that was confirmed before there was this table has none.
create table push_fields (
    connector text not null, entity text not null, external_key text not null,
    body text not null, -- a JSON object, as it was sent
    primary key (connector, entity, external_key)
);

-- Another word with every change of the ledger: a copy of the ledger that carries the same word is the same.
create table push_generations (
    connector text not null, entity text not null,
    generation text not null,
    primary key (connector, entity)
);

alter table push_claims add column is_removal bigint not null default 0;           -- 1: its records are to be removed from the target
alter table push_claimed_records add column is_forced bigint not null default 0;   -- 1: somebody wants it written whatever others did with it in the target
alter table push_dead_letters add column drift text;                               -- edited, deleted: what others did with it in the target; null for a refusal
alter table push_runs add column removed_count bigint not null default 0;
