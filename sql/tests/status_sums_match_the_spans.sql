-- Rows mean: a ticket's waiting times are not the sums of its status spans, so a report of tickets and one of spans disagree.
-- checked: ticket by ticket
with spans as (
    select ticket_id,
        coalesce(sum(business_seconds) filter (status in ('new', 'open', 'on_hold')), 0) as requester_wait_seconds,
        coalesce(sum(business_seconds) filter (status in ('new', 'open')), 0) as agent_work_seconds,
        coalesce(sum(business_seconds) filter (status = 'pending'), 0) as agent_wait_seconds,
        coalesce(sum(business_seconds) filter (status = 'on_hold'), 0) as on_hold_seconds
    from analytics.ticket_status_spans
    group by ticket_id
)
select ticket_id, spans.requester_wait_seconds, metrics.requester_wait_business_seconds, spans.agent_work_seconds, metrics.agent_work_business_seconds
from analytics.ticket_metrics as metrics
join spans using (ticket_id)
where spans.requester_wait_seconds <> metrics.requester_wait_business_seconds
    or spans.agent_work_seconds <> metrics.agent_work_business_seconds
    or spans.agent_wait_seconds <> metrics.agent_wait_business_seconds
    or spans.on_hold_seconds <> metrics.on_hold_business_seconds;
