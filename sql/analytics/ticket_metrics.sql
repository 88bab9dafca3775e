-- analytics.ticket_metrics: a ticket's clocks, as of as_of
-- grain: ticket · key: ticket_id · rebuilt: by ticket
-- · inputs: analytics.sla_events, intermediate.ticket_milestones, intermediate.ticket_slices, staging.tickets · means: docs/metrics.md#clocks
create or replace table analytics.ticket_metrics as
with milestones as (
    select *,
        epoch_us(frt_started_at) // 1000000 as frt_started_second,
        epoch_us(first_response_at) // 1000000 as first_response_second,
        epoch_us(first_resolved_at) // 1000000 as first_resolved_second,
        epoch_us(resolved_at) // 1000000 as resolved_second
    from intermediate.ticket_milestones
),
waits as ( -- what went by before the first response's clock started, where that is not the creation; read as its end is
    select milestones.ticket_id, started.calendar_before as calendar_seconds, started.business_before as business_seconds
    from milestones
    join intermediate.ticket_slices as responded on responded.ticket_id = milestones.ticket_id and responded.started_second = first_response_second and responded.is_own
    join intermediate.ticket_slices as started
        on started.ticket_id = milestones.ticket_id and started.started_second = frt_started_second and started.reading = responded.reading
    where milestones.frt_started_at > milestones.created_at
),
sums as (
    select
        ticket_id,
        max(slices.calendar_before) filter (is_own and started_second = first_response_second) as frt_calendar_seconds,
        max(slices.business_before) filter (is_own and started_second = first_response_second) as frt_business_seconds,
        max(slices.calendar_before) filter (is_own and started_second = first_resolved_second) as first_resolution_calendar_seconds,
        max(slices.business_before) filter (is_own and started_second = first_resolved_second) as first_resolution_business_seconds,
        max(slices.calendar_before) filter (is_own and started_second = resolved_second) as full_resolution_calendar_seconds,
        max(slices.business_before) filter (is_own and started_second = resolved_second) as full_resolution_business_seconds,
        max(slices.active_calendar_before) filter (is_own and started_second = resolved_second) as active_resolution_calendar_seconds,
        max(slices.active_business_before) filter (is_own and started_second = resolved_second) as active_resolution_business_seconds,
        coalesce(sum(business_seconds) filter (is_standing and slices.status in ('new', 'open', 'on_hold')), 0)::bigint as requester_wait_business_seconds,
        coalesce(sum(business_seconds) filter (is_standing and slices.status in ('new', 'open')), 0)::bigint as agent_work_business_seconds,
        coalesce(sum(business_seconds) filter (is_standing and slices.status = 'pending'), 0)::bigint as agent_wait_business_seconds,
        coalesce(sum(business_seconds) filter (is_standing and slices.status = 'on_hold'), 0)::bigint as on_hold_business_seconds,
        -- the calendar and policy that held when it was resolved, or that hold now
        arg_max(calendar_id, started_second) filter (is_own and (resolved_second is null or started_second <= resolved_second)) as calendar_id,
        arg_max(sla_policy, started_second) filter (resolved_second is null or started_second <= resolved_second) as sla_policy
    from intermediate.ticket_slices as slices
    join milestones using (ticket_id)
    group by ticket_id
),
promises as (
    select
        ticket_id,
        any_value(target_seconds) filter (metric = 'first_response') as frt_target_seconds,
        any_value(due_at) filter (metric = 'first_response') as frt_due_at,
        any_value(status) filter (metric = 'first_response') as frt_sla_status,
        any_value(target_seconds) filter (metric = 'resolution') as resolution_target_seconds,
        any_value(due_at) filter (metric = 'resolution') as resolution_due_at,
        any_value(status) filter (metric = 'resolution') as resolution_sla_status
    from analytics.sla_events
    where metric <> 'next_reply'
    group by ticket_id
),
flagged as (
    select
        milestones.ticket_id,
        list_filter([
            case when not milestones.has_statuses then 'no_events' end,
            case when epoch_us(tickets.first_response_at) // 1000000 is distinct from first_response_second then 'first_response_disagrees' end,
            case when epoch_us(tickets.resolved_at) // 1000000 is distinct from resolved_second then 'resolved_disagrees' end,
            case when epoch_us(tickets.closed_at) // 1000000 is distinct from epoch_us(milestones.closed_at) // 1000000 then 'closed_disagrees' end,
            case when tickets.status is distinct from milestones.status then 'status_disagrees' end,
            case when milestones.has_early_record or milestones.first_response_at <= tickets.created_at
                or milestones.first_resolved_at <= tickets.created_at then 'end_before_start' end,
            case when milestones.has_future_record then 'in_future' end,
            case when milestones.has_unknown_status then 'unknown_status' end
        ], lambda flag: flag is not null) as flags
    from milestones
    join staging.tickets as tickets using (ticket_id)
)
select
    ticket_id,
    sums.calendar_id,
    sums.sla_policy,
    milestones.created_at,
    milestones.first_response_at,
    milestones.first_resolved_at,
    milestones.resolved_at,
    milestones.reopen_count,
    sums.frt_calendar_seconds - coalesce(waits.calendar_seconds, 0) as frt_calendar_seconds,
    sums.frt_business_seconds - coalesce(waits.business_seconds, 0) as frt_business_seconds,
    sums.first_resolution_calendar_seconds,
    sums.first_resolution_business_seconds,
    sums.full_resolution_calendar_seconds,
    sums.full_resolution_business_seconds,
    sums.active_resolution_calendar_seconds,
    sums.active_resolution_business_seconds,
    case when sums.calendar_id is not null then sums.requester_wait_business_seconds end as requester_wait_business_seconds,
    case when sums.calendar_id is not null then sums.agent_work_business_seconds end as agent_work_business_seconds,
    case when sums.calendar_id is not null then sums.agent_wait_business_seconds end as agent_wait_business_seconds,
    case when sums.calendar_id is not null then sums.on_hold_business_seconds end as on_hold_business_seconds,
    case when milestones.is_done then milestones.reply_count = 1 end as one_touch,
    milestones.reply_count,
    milestones.handoff_count,
    flagged.flags <> [] as is_flagged,
    flagged.flags,
    promises.frt_target_seconds,
    promises.frt_due_at,
    promises.frt_sla_status,
    promises.resolution_target_seconds,
    promises.resolution_due_at,
    promises.resolution_sla_status
from milestones
join sums using (ticket_id)
join flagged using (ticket_id)
left join waits using (ticket_id)
left join promises using (ticket_id);
