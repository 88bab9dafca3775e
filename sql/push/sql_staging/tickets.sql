-- push.sql_staging.tickets: what an ERP bills and plans from, a row a ticket; no subject, no message text
-- grain: ticket · external key: ticket_id · inputs: analytics.tickets, analytics.ticket_metrics
with tickets as (
    select ticket_id, number, customer_id, customer_name, customer_tier, queue_id, queue_name, assigned_agent_id, assigned_agent_name, status, priority, created_at
    from analytics.tickets
),
metrics as (
    select ticket_id, sla_policy, first_response_at, resolved_at, reopen_count, frt_business_seconds, agent_work_business_seconds,
        active_resolution_business_seconds, frt_sla_status, resolution_sla_status
    from analytics.ticket_metrics
)
select
    tickets.ticket_id,
    tickets.number as ticket_number,
    tickets.customer_id,
    tickets.customer_name,
    tickets.customer_tier,
    tickets.queue_id,
    tickets.queue_name,
    tickets.assigned_agent_id as agent_id,
    tickets.assigned_agent_name as agent_name,
    tickets.status,
    tickets.priority,
    tickets.created_at,
    metrics.first_response_at,
    metrics.resolved_at,
    metrics.reopen_count,
    metrics.frt_business_seconds as first_response_business_seconds,
    -- A running clock grows with every second: it is sent when it stands, or each night would send every open ticket anew.
    case when metrics.resolved_at is not null then metrics.agent_work_business_seconds end as worked_business_seconds,
    case when metrics.resolved_at is not null then metrics.active_resolution_business_seconds end as resolution_business_seconds,
    metrics.sla_policy,
    metrics.frt_sla_status as first_response_sla_status,
    metrics.resolution_sla_status
from tickets
left join metrics using (ticket_id);
