-- What comparisons of the CRM with the warehouse found: a row for each stream of a run, and below it one for each day that differs.
create table ops.reconciliations (
    run_id varchar not null, stream varchar not null, from_at timestamptz, to_at timestamptz, -- the span of versions; null is open
    crm_records bigint not null, warehouse_records bigint not null,
    missing bigint not null,    -- the CRM has it, raw has not
    stale bigint not null,      -- raw has an older version
    newer bigint not null,      -- raw has a newer version than the CRM shows
    extra bigint not null,      -- raw has it as living, the CRM does not have it
    unreadable bigint not null, -- the CRM lists it in a shape that can't be read
    left_over bigint not null,  -- how many of all these were left when the run had ended
    error varchar,              -- why the stream was not compared, or not all of it was mended
    compared_at timestamptz not null
);
create table ops.reconciled_days (
    run_id varchar not null, stream varchar not null, day date not null, -- in UTC, of the version
    crm_records bigint not null, warehouse_records bigint not null, missing bigint not null, stale bigint not null, newer bigint not null, extra bigint not null
);

-- Records that a complete listing of the CRM did not hold any more: raw keeps them, with deleted_at set. One that was swept in error and is listed
-- again in the same version is told by this from one that the CRM itself marked as deleted.
create table ops.swept (run_id varchar not null, stream varchar not null, record_id varchar not null, version_at timestamptz not null, swept_at timestamptz not null);

-- Up to which load events of deletion have been applied to their tickets; one row.
create table ops.applied_deletions (load_id bigint not null);
insert into ops.applied_deletions values (0);

-- When a readable version of a quarantined record was loaded; null while the record waits to be mended.
alter table ops.quarantine add column superseded_at timestamptz;
