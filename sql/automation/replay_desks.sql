-- What lay on agents' desks at replay_from, each ticket with when it was done.
with records as (
    select id as ticket_id, from_json(body, '{
        "status": "VARCHAR", "assigned_agent_id": "VARCHAR", "created_at": "TIMESTAMPTZ", "updated_at": "TIMESTAMPTZ", "resolved_at": "TIMESTAMPTZ", "closed_at": "TIMESTAMPTZ"
    }') as ticket
    from raw.tickets
    where deleted_at is null
),
tickets as (
    select * from records where ticket.created_at < getvariable('replay_from')::timestamptz
),
events as (
    select ticket_id, id as event_id, version_at as occurred_at, body->>'type' as type, body->>'to' as to_value
    from raw.ticket_events
    where deleted_at is null and ticket_id in (select ticket_id from tickets)
),
lives as (
    select ticket_id,
        bool_or(type = 'assigned') as is_told,
        arg_max([to_value], (occurred_at, event_id)) filter (type = 'assigned' and occurred_at < getvariable('replay_from')::timestamptz) as agent,
        arg_max(to_value, (occurred_at, event_id)) filter (type = 'status_changed' and occurred_at < getvariable('replay_from')::timestamptz) as status,
        min(occurred_at) filter (type = 'status_changed' and to_value in ('resolved', 'closed') and occurred_at >= getvariable('replay_from')::timestamptz) as done_at
    from events
    group by ticket_id
),
standing as (
    select tickets.ticket_id,
        case when is_told then agent[1] else ticket.assigned_agent_id end as agent_id,
        coalesce(lives.status, case when coalesce(ticket.resolved_at, ticket.closed_at) < getvariable('replay_from')::timestamptz then 'closed' else 'open' end) as status,
        coalesce(lives.done_at, case when ticket.status in ('resolved', 'closed') then coalesce(ticket.resolved_at, ticket.closed_at, ticket.updated_at) end) as done_at
    from tickets
    left join lives using (ticket_id)
)
select agent_id, done_at
from standing
where agent_id is not null and status not in ('resolved', 'closed');
