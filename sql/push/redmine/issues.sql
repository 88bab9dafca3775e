-- push.redmine.issues: an issue in Redmine for each ticket, with its subject, status and priority; no customer's name and no message
-- grain: ticket · external key: ticket_id · inputs: analytics.tickets
with lines as (
    select ticket_id, status, priority, number, nullif(trim(regexp_replace(subject, '\s+', ' ', 'g')), '') as subject
    from analytics.tickets
)
select
    ticket_id,
    case -- Redmine keeps 255 characters
        when subject is null then 'Ticket ' || coalesce(number::varchar, ticket_id)
        when length(subject) <= 255 then subject
        else left(subject, 254) || '…'
    end as subject,
    case status -- the statuses that a new Redmine has
        when 'new' then 'New'
        when 'pending' then 'Feedback'
        when 'on_hold' then 'Feedback'
        when 'resolved' then 'Resolved'
        when 'closed' then 'Closed'
        else 'In Progress'
    end as status,
    case priority
        when 'low' then 'Low'
        when 'high' then 'High'
        when 'urgent' then 'Urgent'
        else 'Normal'
    end as priority
from lines;
