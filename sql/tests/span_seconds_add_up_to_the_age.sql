-- Rows mean: the stays of a ticket are longer or shorter together than the time from its creation to the last of them, so time was counted twice or lost.
-- checked: ticket by ticket
with ended as (
    select ticket_id, sum(calendar_seconds) as calendar_seconds from analytics.ticket_status_spans where ended_at is not null group by ticket_id
),
last_stays as (
    select ticket_id, max(started_at) as started_at from analytics.ticket_status_spans group by ticket_id
)
select tickets.ticket_id, tickets.created_at, last_stays.started_at, ended.calendar_seconds
from staging.tickets as tickets
join last_stays using (ticket_id)
left join ended using (ticket_id)
where coalesce(ended.calendar_seconds, 0) <> epoch_us(last_stays.started_at) // 1000000 - epoch_us(tickets.created_at) // 1000000;
