-- Tickets that were created within replay_from and replay_until, as they arrived: what changed later is taken back to what it was changed from. With them,
-- who got them first, when, and when they were done.
with records as (
    select id as ticket_id, from_json(body, '{
        "subject": "VARCHAR", "status": "VARCHAR", "priority": "VARCHAR", "source": {"group_id": "BIGINT"}, "queue_id": "VARCHAR", "assigned_agent_id": "VARCHAR",
        "customer": {"tier": "VARCHAR", "language": "VARCHAR"}, "tags": ["VARCHAR"], "custom_fields": "JSON",
        "created_at": "TIMESTAMPTZ", "updated_at": "TIMESTAMPTZ", "resolved_at": "TIMESTAMPTZ", "closed_at": "TIMESTAMPTZ"
    }') as ticket
    from raw.tickets
    where deleted_at is null
),
tickets as (
    select * from records
    where ticket.created_at >= getvariable('replay_from')::timestamptz and ticket.created_at < getvariable('replay_until')::timestamptz
),
events as (
    select ticket_id, id as event_id, version_at as occurred_at, body->>'type' as type, body->>'from' as from_value, body->>'to' as to_value
    from raw.ticket_events
    where deleted_at is null and ticket_id in (select ticket_id from tickets)
),
lives as (
    select ticket_id,
        arg_min([from_value], (occurred_at, event_id)) filter (type = 'queue_changed') as queue, -- a list of one tells a null from nothing
        arg_min([from_value], (occurred_at, event_id)) filter (type = 'priority_changed') as priority,
        arg_min(to_value, (occurred_at, event_id)) filter (type = 'assigned' and to_value is not null) as agent_id,
        min(occurred_at) filter (type = 'assigned' and to_value is not null) as agent_at,
        min(occurred_at) filter (type = 'status_changed' and to_value in ('resolved', 'closed')) as done_at
    from events
    group by ticket_id
)
select tickets.ticket_id, ticket.created_at, ticket.subject, ticket.source.group_id as group_id, ticket.customer.tier as tier, ticket.customer.language as language,
    coalesce(ticket.tags, []) as tags, ticket.custom_fields::varchar as custom_fields,
    case when lives.queue is null then ticket.queue_id else lives.queue[1] end as queue_id,
    case when lives.priority is null then ticket.priority else lives.priority[1] end as priority,
    coalesce(lives.agent_id, ticket.assigned_agent_id) as actual_agent_id,
    coalesce(lives.agent_at, case when ticket.assigned_agent_id is not null then ticket.created_at end) as actual_at,
    coalesce(lives.done_at, case when ticket.status in ('resolved', 'closed') then coalesce(ticket.resolved_at, ticket.closed_at, ticket.updated_at) end) as done_at
from tickets
left join lives using (ticket_id)
order by ticket.created_at, tickets.ticket_id;
