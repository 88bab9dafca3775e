-- What the clocks know of the configuration. The program writes these tables before it builds anything; SQL only reads them.
create table staging.calendars (
    calendar_id varchar not null, is_default boolean not null, zone varchar not null -- the IANA zone of its newest version
);

-- When a calendar is open: in UTC, half-open, merged, ascending. Working seconds between two instants are F(end) − F(start), where
-- F(t) = seconds_before + least(t − opens_at, closes_at − opens_at) of the last interval that opens at t or before; 0 without one.
create table staging.working_intervals (
    calendar_id varchar not null, opens_at timestamptz not null, closes_at timestamptz not null, seconds_before bigint not null
);

-- Which calendar holds for a ticket: of the rules that match, the one with the lowest position. A condition that is an empty list
-- asks for nothing, any other must contain the ticket's value.
create table staging.calendar_rules (
    position integer not null, calendar_id varchar not null,
    queues varchar[] not null, teams varchar[] not null, tiers varchar[] not null, priorities varchar[] not null,
    groups bigint[] not null, tags varchar[] not null
);

-- What is promised to which tickets, chosen in the same way.
create table staging.sla_policies (
    position integer not null, sla_policy varchar not null,
    queues varchar[] not null, teams varchar[] not null, tiers varchar[] not null, priorities varchar[] not null,
    groups bigint[] not null, tags varchar[] not null,
    pause_statuses varchar[] not null, warning_share double not null
);
create table staging.sla_targets (
    sla_policy varchar not null, metric varchar not null, -- first_response, next_reply, resolution
    target_seconds bigint not null, is_business boolean not null -- working seconds of the ticket's calendar, or plain ones
);
