-- analytics.ticket_events: what happened to a ticket that is not deleted
-- grain: event · key: event_id · rebuilt: by ticket · inputs: staging.ticket_events, staging.tickets · means: docs/warehouse.md#ticket_events
create or replace table analytics.ticket_events as
select event_id, ticket_id, type, from_value, to_value, actor_type, actor_id, occurred_at
from staging.ticket_events
semi join staging.tickets using (ticket_id);
