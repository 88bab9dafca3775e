-- analytics.sla_daily: the tickets created on a day (UTC), by where they stand now and by policy, and how their promises were kept
-- grain: day × queue × priority × policy · key: day, queue_id?, priority?, sla_policy? · rebuilt: by day
-- · inputs: analytics.ticket_metrics, staging.tickets · means: docs/metrics.md#days
create or replace table analytics.sla_daily as
with tickets as (
    select metrics.*, tickets.queue_id, tickets.priority,
        date '1970-01-01' + (epoch_us(metrics.created_at) // 86400000000)::integer as day
    from analytics.ticket_metrics as metrics
    join staging.tickets as tickets using (ticket_id)
)
select
    day,
    queue_id,
    priority,
    sla_policy,
    count(*) as tickets,
    count(*) filter (frt_sla_status = 'met') as frt_met,
    count(*) filter (frt_sla_status = 'breached') as frt_breached,
    count(*) filter (resolution_sla_status = 'met') as resolution_met,
    count(*) filter (resolution_sla_status = 'breached') as resolution_breached,
    quantile_disc(frt_business_seconds, 0.5) as frt_business_p50,
    quantile_disc(frt_business_seconds, 0.9) as frt_business_p90,
    quantile_disc(active_resolution_business_seconds, 0.5) as active_resolution_business_p50,
    quantile_disc(active_resolution_business_seconds, 0.9) as active_resolution_business_p90
from tickets
group by day, queue_id, priority, sla_policy;
