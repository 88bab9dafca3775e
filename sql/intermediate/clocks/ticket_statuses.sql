-- intermediate.ticket_statuses: an unbroken stay of a ticket in one status, as far as it had happened by as_of
-- grain: ticket × stay · key: ticket_id, stay · rebuilt: by ticket · inputs: staging.ticket_events, staging.tickets · means: docs/metrics.md#status-spans
create or replace table intermediate.ticket_statuses as
with tickets as (
    select * from staging.tickets
),
events as ( -- nothing happens to a ticket before it is there: earlier events count from its creation
    select
        events.ticket_id, events.event_id, events.actor_type, events.actor_id,
        greatest(events.occurred_at, tickets.created_at) as changed_at,
        coalesce(events.to_value, case events.type when 'created' then 'new' else 'open' end) as status,
        case events.type when 'created' then coalesce(events.to_value, 'new') else coalesce(events.from_value, 'new') end as status_before,
        events.occurred_at <= getvariable('as_of')::timestamptz as has_happened
    from staging.ticket_events as events
    join tickets using (ticket_id)
    where events.type in ('created', 'status_changed', 'reopened')
),
openings as ( -- the status that a ticket's first event found it in, which is known also while the event lies ahead
    select ticket_id, arg_min(status_before, (changed_at, event_id)) as status
    from events
    group by ticket_id
),
eventless as (
    select * from tickets anti join events using (ticket_id)
),
own_times as ( -- what a ticket without events says of itself
    select ticket_id, 'resolved' as status, coalesce(resolved_at, closed_at, updated_at) as changed_at
    from eventless
    where status = 'resolved' or (status = 'closed' and resolved_at is not null)
    union all
    select ticket_id, 'closed', coalesce(closed_at, updated_at)
    from eventless
    where status = 'closed'
),
changes as (
    select tickets.ticket_id, tickets.created_at as changed_at, 1 as place, '' as event_id, null as actor_type, null as actor_id,
        coalesce(openings.status, case when tickets.status in ('resolved', 'closed') then 'new' else tickets.status end) as status
    from tickets
    left join openings using (ticket_id)
    union all
    select ticket_id, changed_at, 2, event_id, actor_type, actor_id, status from events where has_happened
    union all
    select own_times.ticket_id, greatest(own_times.changed_at, tickets.created_at), 2, own_times.status, null, null, own_times.status
    from own_times
    join tickets using (ticket_id)
    where own_times.changed_at <= getvariable('as_of')::timestamptz
),
entered as ( -- a CRM that reopens tells so twice, as a reopening and as a change of status
    select *, lag(status) over (partition by ticket_id order by changed_at, place, event_id) as previous_status
    from changes
    qualify status is distinct from previous_status
)
select
    ticket_id,
    row_number() over in_order as stay,
    status,
    previous_status,
    changed_at as started_at,
    lead(changed_at) over in_order as ended_at,
    status in ('resolved', 'closed') as is_done,
    status in ('resolved', 'closed') and coalesce(previous_status not in ('resolved', 'closed'), true) as resolves,
    status not in ('resolved', 'closed') and coalesce(previous_status in ('resolved', 'closed'), false) as reopens,
    actor_type,
    actor_id
from entered
window in_order as (partition by ticket_id order by changed_at, place, event_id);
