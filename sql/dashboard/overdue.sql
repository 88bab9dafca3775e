-- Overdue: the promises to open tickets that were broken last and still wait
-- inputs: open_promises, open_tickets · variables: now_at
select
    tickets.ticket_id, tickets.number::varchar as number, tickets.subject, tickets.priority, tickets.queue_name, tickets.assigned_agent_name,
    promises.metric, promises.due_at,
    epoch_us(getvariable('now_at')::timestamptz) // 1000000 - epoch_us(promises.breach_at) // 1000000 as seconds_late,
    count(*) over () as overdue
from open_promises as promises
join open_tickets as tickets using (ticket_id)
where promises.standing = 'breached'
order by promises.breach_at desc nulls last, promises.ticket_id, promises.metric
limit 8;
