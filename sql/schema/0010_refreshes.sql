-- Between two transforms the tickets that webhooks brought news of are computed on their own. Their rows are newer than the marts as a whole; what
-- sums up many tickets follows with the next transform, which empties these tables.
create table ops.refreshes (
    run_id varchar not null,      -- whose loads it looked at
    as_of timestamptz not null,
    load_id bigint not null,      -- the last of ops.loads that was looked at
    ticket_count bigint not null  -- how many tickets were computed
);
create table ops.refreshed_days (relation varchar not null, day date not null); -- the days whose summary is behind the rows of its tickets

-- Tickets to be fetched: a webhook told of something that happened to them, and did not bring the ticket itself.
create table ops.wanted_tickets (
    ticket_id varchar not null,
    heard_at timestamptz not null  -- when the newest of what was heard happened; a version that is as new fulfils the wish
);
