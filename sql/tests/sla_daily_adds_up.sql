-- Rows mean: the days' figures do not add up to the tickets, so a total of the report is wrong.
with days as (
    select sum(tickets) as tickets, sum(frt_met + frt_breached) as frt_ended, sum(resolution_met + resolution_breached) as resolution_ended
    from analytics.sla_daily
),
metrics as (
    select
        count(*) as tickets,
        count(*) filter (frt_sla_status in ('met', 'breached')) as frt_ended,
        count(*) filter (resolution_sla_status in ('met', 'breached')) as resolution_ended
    from analytics.ticket_metrics
)
select days.tickets as tickets_of_days, metrics.tickets, days.frt_ended as frt_of_days, metrics.frt_ended, days.resolution_ended as resolution_of_days, metrics.resolution_ended
from days
cross join metrics
where coalesce(days.tickets, 0) <> metrics.tickets
    or coalesce(days.frt_ended, 0) <> metrics.frt_ended
    or coalesce(days.resolution_ended, 0) <> metrics.resolution_ended;
