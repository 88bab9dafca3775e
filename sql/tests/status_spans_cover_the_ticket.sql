-- Rows mean: a ticket was in two statuses at once or in none, so sums over its statuses are not its age.
-- checked: ticket by ticket
with spans as (
    select ticket_id, stay, started_at, ended_at,
        lead(started_at) over (partition by ticket_id order by stay) as next_started_at,
        lag(started_at) over (partition by ticket_id order by stay) as previous_started_at
    from analytics.ticket_status_spans
)
select tickets.ticket_id, spans.stay, tickets.created_at, spans.started_at, spans.ended_at, spans.next_started_at
from staging.tickets as tickets
left join spans using (ticket_id)
where spans.stay is null
    or spans.ended_at is distinct from spans.next_started_at
    or spans.ended_at < spans.started_at
    or (spans.previous_started_at is null and spans.started_at <> tickets.created_at);
