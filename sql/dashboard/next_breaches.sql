-- What will breach next: the running promises to open tickets that are broken first if nothing happens
-- inputs: open_promises, open_tickets · variables: now_at
select
    tickets.ticket_id, tickets.number::varchar as number, tickets.subject, tickets.priority, tickets.queue_name, tickets.assigned_agent_name,
    promises.metric, promises.standing, promises.due_at,
    epoch_us(promises.breach_at) // 1000000 - epoch_us(getvariable('now_at')::timestamptz) // 1000000 as seconds_left
from open_promises as promises
join open_tickets as tickets using (ticket_id)
where promises.standing in ('warning', 'running') and promises.breach_at is not null
order by promises.breach_at, promises.ticket_id, promises.metric
limit 12;
