-- What the push engine must remember across a crash. Plain types and ids made by the program, so that PostgreSQL reads this file too;
-- times are text in UTC (2026-03-14T09:30:00.000000Z), which sorts as it reads.

-- What a target is known to hold. A row moves only when the target has confirmed the write.
create table push_ledger (
    connector text not null, entity text not null, external_key text not null,
    remote_id text not null,        -- the target's own id
    remote_revision text,           -- what the target calls that state (ETag, base revision), if it has such a thing
    fingerprint text not null,      -- of the mapped fields as they were written
    confirmed_at text not null, run_id text not null,
    primary key (connector, entity, external_key)
);

-- A batch that was, or was about to be, sent. It is deleted in the transaction that confirms its last record,
-- so one that is still here after a run has records whose outcome nobody knows yet.
create table push_claims (
    connector text not null, entity text not null, claim_id text not null,
    run_id text not null, claimed_at text not null,
    attempt_count bigint not null,  -- runs that tried to settle it, the first included
    last_error text,
    primary key (connector, entity, claim_id)
);

-- With the fields as they were sent: what is sent again is the same, whatever the warehouse says by then.
create table push_claimed_records (
    connector text not null, entity text not null, claim_id text not null, external_key text not null,
    fingerprint text not null, body text not null,
    remote_id text, remote_revision text, -- null: the target did not have it when it was claimed
    primary key (connector, entity, claim_id, external_key),
    foreign key (connector, entity, claim_id) references push_claims (connector, entity, claim_id) on delete cascade
);

-- What a target refused. It is not sent again until its fields change or somebody asks for it.
create table push_dead_letters (
    connector text not null, entity text not null, external_key text not null,
    fingerprint text not null,
    field text, reason text not null, remedy text not null,
    refused_at text not null, run_id text not null,
    primary key (connector, entity, external_key)
);

create table push_runs (
    run_id text not null, connector text not null, entity text not null,
    started_at text not null, ended_at text not null,
    status text not null, -- done, partial, failed
    created_count bigint not null, updated_count bigint not null, unchanged_count bigint not null,
    refused_count bigint not null,   -- became dead letters in this run
    withheld_count bigint not null,  -- dead letters of earlier runs that were left alone
    unsettled_count bigint not null, -- sent, or about to be, with an outcome nobody knows yet
    error text,
    primary key (run_id, connector, entity)
);
