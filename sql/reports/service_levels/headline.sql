-- Headline: the service levels of the period and of the one before; a ticket counts where it was created
-- inputs: analytics.ticket_metrics · variables: previous_from_at, from_at, to_at
with periods as (
    select * from (values
        ('current', getvariable('from_at')::timestamptz, getvariable('to_at')::timestamptz),
        ('previous', getvariable('previous_from_at')::timestamptz, getvariable('from_at')::timestamptz)
    ) as periods (period, from_at, until_at)
)
select
    periods.period,
    count(metrics.ticket_id) as tickets,
    count(*) filter (frt_sla_status = 'met') as frt_met,
    count(*) filter (frt_sla_status = 'breached') as frt_breached,
    frt_met / nullif(frt_met + frt_breached, 0) as frt_met_share,
    count(*) filter (resolution_sla_status = 'met') as resolution_met,
    count(*) filter (resolution_sla_status = 'breached') as resolution_breached,
    resolution_met / nullif(resolution_met + resolution_breached, 0) as resolution_met_share,
    quantile_disc(frt_business_seconds, 0.5) as frt_business_p50,
    quantile_disc(frt_business_seconds, 0.9) as frt_business_p90,
    quantile_disc(active_resolution_business_seconds, 0.5) as active_resolution_business_p50,
    quantile_disc(active_resolution_business_seconds, 0.9) as active_resolution_business_p90
from periods
left join analytics.ticket_metrics as metrics on metrics.created_at >= periods.from_at and metrics.created_at < periods.until_at
group by periods.period
order by periods.period;
