-- By queue: where templates were used in the period or in the one before, by the queue the ticket is in now; none is a ticket outside any queue
-- inputs: report_usages, analytics.tickets, analytics.queues
with usages as (
    select tickets.queue_id, count(*) filter (is_current) as usages, count(*) filter (not is_current) as previous_usages,
        count(distinct template_id) filter (is_current) as templates, count(distinct ticket_id) filter (is_current) as tickets
    from report_usages
    join analytics.tickets as tickets using (ticket_id)
    group by tickets.queue_id
)
select queue_id, coalesce(queues.name, queue_id) as queue_name, usages.* exclude (queue_id)
from usages
left join analytics.queues as queues using (queue_id)
order by usages desc, queue_name, queue_id;
