-- intermediate.ticket_stretches: a ticket's life, cut wherever its status, queue or priority changes, wherever one of its clocks starts or
-- stops, and wherever the terms of a policy change, where the last stretch has no end yet
-- grain: ticket × stretch · key: ticket_id, started_second · rebuilt: by ticket
-- · inputs: intermediate.exchanges, intermediate.ticket_milestones, intermediate.ticket_statuses, staging.sla_terms,
-- staging.ticket_events, staging.tickets
-- · means: docs/metrics.md#slices
create or replace table intermediate.ticket_stretches as
with tickets as (
    select ticket_id, created_at, queue_id, priority from staging.tickets
),
milestones as (
    select ticket_id, created_at, frt_started_at, first_response_at, resolved_at, is_running from intermediate.ticket_milestones
),
moves as ( -- '' stands for no queue, because null stands for no change
    select
        events.ticket_id, events.event_id, greatest(events.occurred_at, tickets.created_at) as happened_at,
        case events.type when 'queue_changed' then coalesce(events.to_value, '') end as queue_id,
        case events.type when 'queue_changed' then coalesce(events.from_value, '') end as queue_before,
        case events.type when 'priority_changed' then events.to_value end as priority,
        case events.type when 'priority_changed' then events.from_value end as priority_before,
        events.occurred_at <= getvariable('as_of')::timestamptz as has_happened
    from staging.ticket_events as events
    join tickets using (ticket_id)
    where events.type in ('queue_changed', 'priority_changed')
),
found as ( -- what a ticket's first move found it in, though the move may lie ahead
    select ticket_id,
        arg_min(queue_before, (happened_at, event_id)) as queue_id,
        arg_min(priority_before, (happened_at, event_id)) as priority
    from moves
    group by ticket_id
),
cuts as (
    select statuses.ticket_id, statuses.started_at as cut_at, statuses.stay as place, '' as event_id, statuses.stay, statuses.status,
        case when statuses.stay = 1 then coalesce(found.queue_id, tickets.queue_id, '') end as queue_id,
        case when statuses.stay = 1 then coalesce(found.priority, tickets.priority) end as priority
    from intermediate.ticket_statuses as statuses
    join tickets using (ticket_id)
    left join found using (ticket_id)
    union all
    select ticket_id, happened_at, null, event_id, null, null, queue_id, priority from moves where has_happened
    union all
    select ticket_id, first_response_at, null, '', null, null, null, null from milestones where first_response_at is not null
    union all
    select ticket_id, unnest([asked_at, ended_at]), null, '', null, null, null, null from intermediate.exchanges
    union all
    select ticket_id, frt_started_at, null, '', null, null, null, null from milestones where frt_started_at > created_at
    union all -- nothing of a ticket hangs on the terms after its end
    select milestones.ticket_id, terms.holds_from, null, '', null, null, null, null
    from milestones
    join (select distinct holds_from from staging.sla_terms where holds_from is not null) as terms
        on terms.holds_from > milestones.created_at
        and terms.holds_from < case when milestones.is_running then getvariable('as_of')::timestamptz else milestones.resolved_at end
    union all
    select ticket_id, greatest(getvariable('as_of')::timestamptz, created_at), null, '', null, null, null, null
    from milestones
    where is_running
),
carried as (
    select
        ticket_id,
        epoch_us(cut_at) // 1000000 as started_second,
        lead(epoch_us(cut_at) // 1000000) over in_order as ended_second,
        last_value(stay ignore nulls) over in_order as stay,
        last_value(status ignore nulls) over in_order as status,
        last_value(queue_id ignore nulls) over in_order as queue_id,
        last_value(priority ignore nulls) over in_order as priority
    from cuts
    where cut_at is not null
    window in_order as (partition by ticket_id order by cut_at, place nulls last, event_id)
)
select ticket_id, started_second, ended_second, stay, status, nullif(queue_id, '') as queue_id, priority
from carried
where ended_second is distinct from started_second; -- of several changes within a second, the last one holds
