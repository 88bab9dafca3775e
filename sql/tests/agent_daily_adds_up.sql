-- Rows mean: the agents' days hold more replies than the tickets got, so work was counted twice.
with days as (
    select coalesce(sum(replies), 0) as replies, min(replies) as least_replies, min(tickets_assigned + replies + tickets_resolved + tickets_reopened) as least_work
    from analytics.agent_daily
),
metrics as (
    select coalesce(sum(reply_count), 0) as replies from analytics.ticket_metrics
)
select days.replies as replies_of_days, metrics.replies, days.least_work
from days
cross join metrics
where days.replies > metrics.replies or days.least_replies < 0 or days.least_work < 1;
