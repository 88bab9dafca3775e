-- analytics.assignments: a decision of the service on who gets a ticket, with its rule, its reason and what became of it
-- grain: decision · key: decision_number · inputs: ops.assignments · means: docs/automation.md#what-is-recorded
create or replace table analytics.assignments as
select decision_number, ticket_id, arrived_at, decided_at, rule, rule is null as is_fallback, agent_id, queue_id, reason, inputs, cache_age_seconds, state, outcome,
    settled_at
from ops.assignments;
