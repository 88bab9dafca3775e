-- Worst breaches: the targets of tickets created in the period that were missed by most, in the target's own time
-- inputs: analytics.sla_events, analytics.tickets · variables: from_at, to_at
select
    tickets.number::varchar as number,
    tickets.subject,
    tickets.queue_name,
    tickets.priority,
    tickets.assigned_agent_name,
    events.metric,
    events.target_seconds,
    events.breach_seconds,
    events.due_at,
    events.fulfilled_at
from analytics.sla_events as events
join analytics.tickets as tickets using (ticket_id)
where events.status = 'breached' and tickets.created_at >= getvariable('from_at') and tickets.created_at < getvariable('to_at')
order by events.breach_seconds desc nulls last, events.ticket_id, events.metric, events.instance
limit 200;
