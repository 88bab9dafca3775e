-- Which versions of a stream are known to be read: half-open spans [from_at, until_at) of version time, by the server's clock. They are merged:
-- no two of a stream touch, and what lies between two of them is a gap that nobody has read to its end. '-infinity' is the stream's beginning.
create table ops.coverage (stream varchar not null, from_at timestamptz not null, until_at timestamptz not null);
insert into ops.coverage select stream, '-infinity', high_water_at from ops.cursors where high_water_at is not null;

alter table ops.cursors rename to former_cursors;
create table ops.cursors (
    stream varchar not null,
    high_water_at timestamptz,        -- nothing older is asked for again, but for the lookback; null before the first full pass
    pass_from_at timestamptz,         -- the unfinished pass: from where on it will vouch, '-infinity' for the beginning; null when none is open
    pass_since timestamptz,           -- what its requests ask for at present; null for everything
    pass_server_at timestamptz,       -- the server's clock when it began
    pass_newest_at timestamptz,       -- the newest version it has loaded
    page_token varchar,               -- the page that comes next; null for the first one since pass_since
    clock_skew_seconds double,        -- how far the server's clock ran ahead of ours when it last answered; negative: behind
    committed_at timestamptz not null
);
insert into ops.cursors
select stream, high_water_at, case when page_token is not null then coalesce(pass_since, '-infinity') end, pass_since, pass_server_at, pass_newest_at,
    page_token, null, committed_at
from ops.former_cursors;
drop table ops.former_cursors;

-- Backfills: a span of one stream that was asked to be read again, in windows that are read in any order. An interrupted one is gone on with when
-- it is given again.
create table ops.backfills (
    backfill_id varchar not null, stream varchar not null, from_at timestamptz not null, until_at timestamptz not null, -- as given
    begun_at timestamptz not null, ended_at timestamptz -- null while a window is missing
);

-- Each window is a pass of its own. A stream that can't be asked for a span has one window, from '-infinity' to 'infinity': all of it.
create table ops.backfill_windows (
    backfill_id varchar not null, from_at timestamptz not null, until_at timestamptz not null,
    pass_since timestamptz,           -- the window's pass, as in ops.cursors
    pass_server_at timestamptz,
    pass_newest_at timestamptz,
    page_token varchar,
    rows_extracted bigint not null, rows_loaded bigint not null,
    ended_at timestamptz              -- null until the window is read to its end
);
