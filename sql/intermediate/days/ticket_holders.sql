-- intermediate.ticket_holders: an unbroken time for which one agent, or nobody, had a ticket, as far as it had happened by as_of; the last one has no end
-- grain: ticket × hold · key: ticket_id, hold · rebuilt: by ticket · inputs: staging.ticket_events, staging.tickets · means: docs/metrics.md#work-by-agent-and-day
create or replace table intermediate.ticket_holders as
with tickets as (
    select ticket_id, created_at, assigned_agent_id from staging.tickets
),
assignments as (
    select
        events.ticket_id, events.event_id, greatest(events.occurred_at, tickets.created_at) as assigned_at,
        events.to_value as agent_id,
        events.from_value as agent_before,
        events.occurred_at <= getvariable('as_of')::timestamptz as has_happened
    from staging.ticket_events as events
    join tickets using (ticket_id)
    where events.type = 'assigned'
),
found as ( -- what a ticket's first assignment found, though it may lie ahead; '' stands for nobody, because null stands for no assignment
    select ticket_id, arg_min(coalesce(agent_before, ''), (assigned_at, event_id)) as agent_id
    from assignments
    group by ticket_id
),
changes as (
    select tickets.ticket_id, epoch_us(tickets.created_at) // 1000000 as second, created_at as changed_at, 1 as place, '' as event_id,
        nullif(coalesce(found.agent_id, tickets.assigned_agent_id), '') as agent_id
    from tickets
    left join found using (ticket_id)
    union all
    select ticket_id, epoch_us(assigned_at) // 1000000, assigned_at, 2, event_id, agent_id from assignments where has_happened
),
settled as ( -- of several assignments within one second, the last one holds
    select ticket_id, second, agent_id
    from changes
    qualify row_number() over (partition by ticket_id, second order by changed_at desc, place desc, event_id desc) = 1
),
changed as (
    select ticket_id, second, agent_id
    from settled
    window in_order as (partition by ticket_id order by second)
    qualify row_number() over in_order = 1 or agent_id is distinct from lag(agent_id) over in_order
)
select
    ticket_id,
    row_number() over in_order as hold,
    agent_id,
    second as started_second,
    lead(second) over in_order as ended_second
from changed
window in_order as (partition by ticket_id order by second);
