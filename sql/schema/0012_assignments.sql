-- What was decided on tickets, by which rule and why: a copy of the state store's own record, which alone decides.
create table ops.assignments (
    decision_number bigint not null, change_number bigint not null, ticket_id varchar not null, arrived_at timestamptz not null, decided_at timestamptz not null,
    rule varchar, agent_id varchar, queue_id varchar, reason varchar not null, inputs json not null, cache_age_seconds bigint,
    state varchar not null,       -- decided, sending, applied, withdrawn, failed
    outcome varchar, settled_at timestamptz
);
