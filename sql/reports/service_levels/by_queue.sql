-- By queue: tickets created in the period or in the one before, by the queue they are in now; none is a ticket outside any queue
-- inputs: report_levels_side_by_side, analytics.queues
select levels.name as queue_id, coalesce(queues.name, levels.name) as queue_name, levels.* exclude (part, name)
from report_levels_side_by_side as levels
left join analytics.queues as queues on queues.queue_id = levels.name
where levels.part = 'queue'
order by tickets desc, queue_name, levels.name;
