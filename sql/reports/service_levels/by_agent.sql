-- By agent: tickets created in the period, by the agent they are assigned to now; none is a ticket nobody holds
-- inputs: analytics.ticket_metrics, analytics.tickets · variables: from_at, to_at
select
    any_value(tickets.assigned_agent_name) as assigned_agent_name,
    count(*) as tickets,
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
from analytics.ticket_metrics as metrics
join analytics.tickets as tickets using (ticket_id)
where metrics.created_at >= getvariable('from_at') and metrics.created_at < getvariable('to_at')
group by tickets.assigned_agent_id
order by tickets desc, assigned_agent_name;
