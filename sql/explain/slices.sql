-- The ticket's life, cut wherever something changes; the last slice has no end, and counts nothing.
select
    to_timestamp(slices.started_second) as started_at, to_timestamp(slices.ended_second) as ended_at, slices.stay, slices.status, slices.queue_id, queues.name as queue_name,
    slices.priority, slices.calendar_id, slices.sla_policy as policy, slices.is_paused, slices.is_done, slices.calendar_seconds, slices.business_seconds
from intermediate.ticket_slices as slices
left join staging.queues as queues using (queue_id)
where slices.is_own
order by slices.started_second;
