-- ops: what the product knows about its own work.
create schema if not exists ops;
create schema if not exists staging;
create schema if not exists intermediate;
create schema if not exists analytics;

create table ops.runs (
    run_id varchar not null, trigger varchar not null, started_at timestamptz not null, ended_at timestamptz,
    status varchar not null, -- running, done, partial, failed
    as_of timestamptz, tzdb_version varchar, rows_extracted bigint not null default 0, rows_loaded bigint not null default 0, error varchar
);
create table ops.run_steps (
    run_id varchar not null, step varchar not null, -- apply, extract, transform, test, publish, report, push
    subject varchar not null, -- the stream; '' when the step has one subject only
    started_at timestamptz not null, ended_at timestamptz, status varchar not null,
    rows_extracted bigint not null default 0, rows_loaded bigint not null default 0, error varchar
);

-- How far each stream is known to be read. It commits with the rows it vouches for.
create table ops.cursors (
    stream varchar not null,
    high_water_at timestamptz,        -- nothing older is asked for again, but for the lookback; null before the first full pass
    pass_since timestamptz,           -- the unfinished pass: what it asked for,
    pass_server_at timestamptz,       -- the server's clock when it began,
    pass_newest_at timestamptz,       -- the newest version it has loaded,
    page_token varchar,               -- and the page that comes next; null when no pass is open
    committed_at timestamptz not null
);

-- A ticket's thread is fetched when the ticket says that its embedded messages were cut off.
create table ops.thread_watermarks (
    ticket_id varchar not null, wanted_version_at timestamptz not null, fetched_version_at timestamptz
);

-- Records that could not be loaded, with their bytes: mend, and replay.
create table ops.quarantine (
    quarantine_id varchar not null, run_id varchar not null, stream varchar not null, record_id varchar,
    field varchar, reason varchar not null, bytes blob not null, quarantined_at timestamptz not null
);

-- Fields the API sent that no stream knows: kept in raw, listed here.
create table ops.unknown_fields (stream varchar not null, field varchar not null, first_run_id varchar not null, first_seen_at timestamptz not null);

create table ops.data_tests (run_id varchar not null, test varchar not null, failed_rows bigint not null, example varchar, tested_at timestamptz not null);
