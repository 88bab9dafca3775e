-- intermediate.agent_ticket_days: what an agent did for one ticket on a day (UTC), and what came back of it
-- grain: ticket × day × agent · key: ticket_id, day, agent_id · rebuilt: by ticket
-- · inputs: analytics.ticket_metrics, intermediate.ticket_milestones, intermediate.ticket_statuses, intermediate.turns, staging.ticket_events, staging.tickets
-- · means: docs/metrics.md#days
create or replace table intermediate.agent_ticket_days as
with tickets as (
    select ticket_id, assigned_agent_id from staging.tickets
),
assigned as (
    select occurred_at as happened_at, events.to_value as agent_id, events.ticket_id, 'assigned' as act, null::bigint as frt_business_seconds
    from staging.ticket_events as events
    semi join tickets using (ticket_id)
    where events.type = 'assigned' and events.occurred_at <= getvariable('as_of')::timestamptz
),
replies as (
    select happened_at, author_id as agent_id, ticket_id, 'reply' as act, null::bigint as frt_business_seconds
    from intermediate.turns
    where act = 'agent'
),
first_responses as (
    select milestones.first_response_at, milestones.first_response_agent_id, milestones.ticket_id, 'first_response', metrics.frt_business_seconds
    from intermediate.ticket_milestones as milestones
    join analytics.ticket_metrics as metrics using (ticket_id)
    where milestones.first_response_at is not null
),
resolutions as ( -- whoever resolved it; a rule or bot did so for the agent whose ticket it is
    select started_at as happened_at, stay, case when actor_type = 'agent' then coalesce(actor_id, assigned_agent_id) else assigned_agent_id end as agent_id,
        ticket_id, 'resolved' as act, null::bigint as frt_business_seconds
    from intermediate.ticket_statuses
    join tickets using (ticket_id)
    where resolves
),
reopenings as ( -- a reopening is the business of the agent who had resolved it
    select reopened.started_at as happened_at, resolutions.agent_id, reopened.ticket_id, 'reopened' as act, null::bigint as frt_business_seconds
    from (select * from intermediate.ticket_statuses where reopens) as reopened
    asof join resolutions on resolutions.ticket_id = reopened.ticket_id and resolutions.stay < reopened.stay
),
acts as (
    from assigned
    union all
    from replies
    union all
    from first_responses
    union all
    select happened_at, agent_id, ticket_id, act, frt_business_seconds from resolutions
    union all
    from reopenings
)
select
    ticket_id,
    date '1970-01-01' + (epoch_us(happened_at) // 86400000000)::integer as day,
    agent_id,
    bool_or(act = 'assigned') as is_assigned,
    count(*) filter (act = 'reply') as replies,
    bool_or(act = 'resolved') as is_resolved,
    bool_or(act = 'reopened') as is_reopened,
    max(frt_business_seconds) as frt_business_seconds -- a ticket has one first response
from acts
where agent_id is not null
group by ticket_id, day, agent_id;
