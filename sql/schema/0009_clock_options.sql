-- How the clocks are read where there is more than one sound way. The program keeps its one row.
create table staging.clock_options (
    calendar_change varchar not null,      -- each, at_event, at_creation
    first_response_from varchar not null,  -- creation, bot_handoff, assignment
    counts_bots boolean not null           -- a bot's public reply is a first response
);
insert into staging.clock_options values ('each', 'creation', false);

-- The wall clock of the default calendar's zone: an instant's local time is the instant plus the offset of the last row that begins by then.
create table staging.local_offsets (begins_at timestamptz not null, offset_seconds integer not null);

-- What a policy says may change from a date on: its conditions stand in sla_policies, what it promises in sla_terms and sla_targets.
-- The program fills these tables anew before it builds anything, so nothing is carried over.
drop table staging.sla_policies;
create table staging.sla_policies (
    position integer not null, sla_policy varchar not null,
    queues varchar[] not null, teams varchar[] not null, tiers varchar[] not null, priorities varchar[] not null,
    groups bigint[] not null, tags varchar[] not null
);
create table staging.sla_terms (
    sla_policy varchar not null, version integer not null, -- from 1
    holds_from timestamptz, holds_until timestamptz,       -- half-open; null: since ever, and for good
    pause_statuses varchar[] not null, warning_share double not null
);
drop table staging.sla_targets;
create table staging.sla_targets (
    sla_policy varchar not null, version integer not null, metric varchar not null, -- first_response, next_reply, resolution
    position integer not null, -- of the targets that match a ticket, the one with the lowest position holds
    priorities varchar[] not null, tiers varchar[] not null, -- what it is for; an empty list asks for nothing
    target_seconds bigint not null, is_business boolean not null -- working seconds of the ticket's calendar, or plain ones
);

-- A promise that came near or was broken, as the service noticed it: a copy of the state store's own record, which alone decides what is told.
create table ops.sla_alerts (
    alert_number bigint not null, ticket_id varchar not null, metric varchar not null, instance bigint not null,
    level varchar not null,        -- warning, breach
    policy varchar not null, due_at timestamptz not null,
    reached_at timestamptz not null, noticed_at timestamptz not null
);
