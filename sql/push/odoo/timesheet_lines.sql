-- push.odoo.timesheet_lines: the working time of a day for which an agent had a ticket that waited for the team (docs/metrics.md says what that counts and what not)
-- grain: ticket × day × agent · external key: line · inputs: analytics.agent_ticket_daily, analytics.ticket_metrics, analytics.tickets, ops.transforms
with days as (
    select ticket_id, day, agent_id, worked_business_seconds from analytics.agent_ticket_daily
),
tickets as (
    select ticket_id, number from analytics.tickets
),
metrics as (
    select ticket_id, resolved_at from analytics.ticket_metrics
),
computed as ( -- what the figures are true for
    select arg_max(as_of, transform_number) as as_of from ops.transforms
)
select
    'T-' || tickets.number || '@' || strftime(days.day, '%Y-%m-%d') || '@' || days.agent_id as line,
    'T-' || tickets.number as task,
    days.agent_id as agent,
    days.day,
    days.worked_business_seconds as seconds,
    'T-' || tickets.number as description
from days
join tickets using (ticket_id)
join metrics using (ticket_id)
cross join computed
-- Of an open ticket the day that is not over yet grows with every second: it is sent when it stands.
where metrics.resolved_at is not null or days.day < date '1970-01-01' + (epoch_us(computed.as_of) // 86400000000)::integer;
