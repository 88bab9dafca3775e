-- push.tryton.tasks: the tickets, as tasks of one project; a case on queue_name would spread them over several
-- grain: ticket · external key: task · inputs: analytics.tickets
select
    'T-' || number as task,
    coalesce(subject, '') as subject,
    'Support' as project,
    customer_id as party,
    -- A status that is set to Done when a ticket is resolved would refuse the hours that are booked on a reopened one: map it only if your ERP wants it.
    null::varchar as status
from analytics.tickets;
