-- The tickets that nobody has: new or open, without an agent. Each with its arrival, which is when it came, was opened again or lost its agent without
-- anybody's doing, and with what people have decided on it since.
with waiting as (
    select * from live_tickets where status in ('new', 'open') and assigned_agent_id is null
),
events as (
    select id as event_id, ticket_id, version_at as occurred_at, body->>'type' as type, body->>'to' as to_value,
        body->'actor'->>'id' as actor_id, coalesce(body->'actor'->>'type' not in ('system', 'bot', 'customer'), true) as is_persons -- who is not named may be anybody
    from raw.ticket_events
    where deleted_at is null and version_at >= (select min(created_at) from waiting) and ticket_id in (select ticket_id from waiting)
),
arrivals as (
    select ticket_id, max(occurred_at) as again_at
    from events
    where type = 'reopened' or (type = 'assigned' and to_value is null and not is_persons)
    group by ticket_id
),
arrived as (
    select waiting.*, greatest(created_at, coalesce(again_at, created_at)) as arrived_at
    from waiting
    left join arrivals using (ticket_id)
),
persons as (
    select ticket_id, arg_max(actor_id, (occurred_at, event_id)) as person_id, max(occurred_at) as person_at
    from events
    join arrived using (ticket_id)
    where type in ('assigned', 'queue_changed') and is_persons and occurred_at >= arrived_at
    group by ticket_id
),
told as ( -- the placement as events tell it; a list of one tells a null from nothing
    select ticket_id,
        arg_max([to_value], (occurred_at, event_id)) filter (type = 'queue_changed') as queue,
        arg_max([to_value], (occurred_at, event_id)) filter (type = 'assigned') as agent
    from events
    group by ticket_id
),
begun as ( -- and as the first version shows it that was ever loaded
    select id as ticket_id, arg_min([body->>'queue_id'], (version_at, load_id)) as queue, arg_min([body->>'assigned_agent_id'], (version_at, load_id)) as agent
    from raw.superseded
    where stream = 'tickets' and id in (select ticket_id from waiting)
    group by id
)
select arrived.*, persons.person_id, persons.person_at, persons.person_at is not null as is_persons,
    coalesce(told.queue, begun.queue, [arrived.queue_id]) is distinct from [arrived.queue_id]
        or coalesce(told.agent, begun.agent, [arrived.assigned_agent_id]) is distinct from [arrived.assigned_agent_id] as is_unexplained
from arrived
left join persons using (ticket_id)
left join told using (ticket_id)
left join begun using (ticket_id)
where arrived.arrived_at >= getvariable('watched_since')::timestamptz;
