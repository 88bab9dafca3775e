-- Rows mean: the days of a ticket's agents are not the time that the ticket waited for the team, so an ERP is given hours that nobody worked, or not all of them.
-- checked: ticket by ticket
with days as (
    select ticket_id, sum(worked_business_seconds) as seconds, min(worked_business_seconds) as least_seconds
    from analytics.agent_ticket_daily
    group by ticket_id
),
assignments as (
    select ticket_id,
        min(occurred_at) as first_assigned_at,
        arg_min(coalesce(from_value, ''), (occurred_at, event_id)) as agent_before,
        bool_or(to_value is null) as was_taken_away
    from analytics.ticket_events
    where type = 'assigned'
    group by ticket_id
),
tickets as ( -- a ticket that nobody has for a while has seconds that are no agent's
    select ticket_id,
        case when assignments.ticket_id is null then tickets.assigned_agent_id is not null
            else not was_taken_away and (agent_before <> '' or first_assigned_at <= created_at)
        end as is_always_held
    from analytics.tickets as tickets
    left join assignments using (ticket_id)
)
select ticket_id, days.seconds as seconds_of_days, metrics.agent_work_business_seconds, tickets.is_always_held
from analytics.ticket_metrics as metrics
join tickets using (ticket_id)
left join days using (ticket_id)
where coalesce(days.seconds, 0) > coalesce(metrics.agent_work_business_seconds, 0)
    or (tickets.is_always_held and coalesce(days.seconds, 0) <> coalesce(metrics.agent_work_business_seconds, 0))
    or days.least_seconds < 1;
