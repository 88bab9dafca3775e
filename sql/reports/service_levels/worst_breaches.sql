-- Worst breaches: the targets of tickets created in the period that were missed by most, in the target's own time
-- inputs: analytics.sla_events, analytics.tickets · variables: from_at, to_at, queue_id
with worst as (
    select events.ticket_id, events.metric, events.instance, events.target_seconds, events.breach_seconds, events.due_at, events.fulfilled_at
    from analytics.sla_events as events
    join analytics.tickets as tickets using (ticket_id)
    where events.status = 'breached' and tickets.created_at >= getvariable('from_at') and tickets.created_at < getvariable('to_at')
        and (getvariable('queue_id') is null or tickets.queue_id = getvariable('queue_id'))
    order by events.breach_seconds desc nulls last, events.ticket_id, events.metric, events.instance
    limit 200
)
select
    tickets.number::varchar as number,
    tickets.subject,
    tickets.queue_name,
    tickets.priority,
    tickets.assigned_agent_name,
    worst.metric,
    worst.target_seconds,
    worst.breach_seconds,
    worst.due_at,
    worst.fulfilled_at
from worst
join analytics.tickets as tickets using (ticket_id)
order by worst.breach_seconds desc nulls last, worst.ticket_id, worst.metric, worst.instance;
