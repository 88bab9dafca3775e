-- push.request_tracker.tickets: a ticket in Request Tracker for each of ours, with its subject, status and queue; no customer's name and no message
-- grain: ticket · external key: ticket_id · inputs: analytics.tickets
with lines as (
    select ticket_id, status, number, nullif(trim(regexp_replace(subject, '\s+', ' ', 'g')), '') as subject
    from analytics.tickets
)
select
    ticket_id,
    case -- Request Tracker keeps 200 bytes: 100 Cyrillic letters, 50 emoji
        when subject is null then 'Ticket ' || coalesce(number::varchar, ticket_id)
        when strlen(subject) <= 200 then subject
        else left(subject, list_max(list_filter(range(49, 200), length -> strlen(left(subject, length)) <= 197))) || '…'
    end as subject,
    case status -- the statuses of Request Tracker's own lifecycle
        when 'new' then 'new'
        when 'pending' then 'stalled'
        when 'on_hold' then 'stalled'
        when 'resolved' then 'resolved'
        when 'closed' then 'resolved'
        else 'open'
    end as status
from lines;
