-- Queues: what lies in each, the most pressing first
-- inputs: open_tickets · variables: now_at
select
    coalesce(queue_name, queue_id) as queue,
    count(*) as open,
    count(*) filter (assigned_agent_id is null) as unassigned,
    count(*) filter (standing = 'breached') as breached,
    count(*) filter (standing = 'warning') as warning,
    max(epoch_us(getvariable('now_at')::timestamptz) // 1000000 - epoch_us(created_at) // 1000000) as oldest_seconds
from open_tickets
group by queue_id, queue_name
order by breached desc, warning desc, open desc, queue nulls last;
