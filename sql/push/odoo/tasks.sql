-- push.odoo.tasks: the tickets, as tasks of one project; a case on queue_name would spread them over several
-- grain: ticket · external key: task · inputs: analytics.tickets
select
    'T-' || number as task,
    'T-' || number || ': ' || coalesce(subject, '') as subject,
    'Support' as project,
    customer_id as partner,
    case when status in ('resolved', 'closed') then '1_done' else '01_in_progress' end as state -- of Odoo 17 and later; leave it out for earlier ones
from analytics.tickets;
