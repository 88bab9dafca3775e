-- staging.ticket_events: what happened to a ticket, typed; also to deleted ones
-- grain: event · key: event_id · rebuilt: by ticket · inputs: raw.ticket_events
create or replace table staging.ticket_events as
with records as (
    select id, ticket_id, from_json(body, '{
        "type": "VARCHAR", "from": "VARCHAR", "to": "VARCHAR", "actor": {"type": "VARCHAR", "id": "VARCHAR"}, "occurred_at": "TIMESTAMPTZ"
    }') as event
    from raw.ticket_events
    where deleted_at is null
)
select
    id as event_id,
    ticket_id,
    event.type,
    event."from" as from_value,
    event."to" as to_value,
    event.actor.type as actor_type,
    event.actor.id as actor_id,
    event.occurred_at
from records;
