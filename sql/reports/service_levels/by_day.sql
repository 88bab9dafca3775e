-- Trend by day: every local day of the period, also one without tickets; a ticket counts on the day it was created
-- inputs: analytics.ticket_metrics, report_hours · variables: from_at, to_at
with days as (
    select distinct day
    from report_hours
    where from_at >= getvariable('from_at') and from_at < getvariable('to_at')
),
tickets as (
    select hours.day, metrics.*
    from analytics.ticket_metrics as metrics
    asof join report_hours as hours on metrics.created_at >= hours.from_at
    where metrics.created_at >= getvariable('from_at') and metrics.created_at < getvariable('to_at')
)
select
    day,
    count(ticket_id) as tickets,
    count(*) filter (frt_sla_status = 'met') as frt_met,
    count(*) filter (frt_sla_status = 'breached') as frt_breached,
    frt_met / nullif(frt_met + frt_breached, 0) as frt_met_share,
    count(*) filter (resolution_sla_status = 'met') as resolution_met,
    count(*) filter (resolution_sla_status = 'breached') as resolution_breached,
    resolution_met / nullif(resolution_met + resolution_breached, 0) as resolution_met_share,
    quantile_disc(frt_business_seconds, 0.5) as frt_business_p50,
    quantile_disc(frt_business_seconds, 0.9) as frt_business_p90
from days
left join tickets using (day)
group by day
order by day;
