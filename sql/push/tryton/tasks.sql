-- push.tryton.tasks: the tickets, as tasks of one project; a case on queue_name would spread them over several
-- grain: ticket · external key: task · inputs: analytics.tickets
select
    'T-' || number as task,
    coalesce(subject, '') as subject,
    'Support' as project,
    customer_id as party,
    case when status in ('resolved', 'closed') then 'Done' else 'Open' end as status -- as Tryton calls them in English
from analytics.tickets;
