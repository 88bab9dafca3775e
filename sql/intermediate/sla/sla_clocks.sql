-- intermediate.sla_clocks: a promise to a ticket: when it started, when it was kept, and how much of its target was used up by then or by as_of
-- grain: ticket × metric × instance · key: ticket_id, metric, instance · rebuilt: by ticket
-- · inputs: intermediate.exchanges, intermediate.ticket_milestones, intermediate.ticket_slices, staging.sla_targets, staging.sla_terms
-- · means: docs/metrics.md#sla
create or replace table intermediate.sla_clocks as
with slices as (
    from intermediate.ticket_slices
),
instances as (
    select ticket_id, 'first_response' as metric, 1 as instance, frt_started_at as started_at, first_response_at as fulfilled_at
    from intermediate.ticket_milestones
    where frt_started_at is not null
    union all
    select ticket_id, 'next_reply', exchange, asked_at, ended_at from intermediate.exchanges
    union all
    select ticket_id, 'resolution', 1, created_at, resolved_at from intermediate.ticket_milestones
),
ends as ( -- a clock that still runs is read in the last slice, which starts at as_of
    select *,
        epoch_us(started_at) // 1000000 as started_second,
        coalesce(epoch_us(fulfilled_at) // 1000000, last_second) as ended_second
    from instances
    join (select ticket_id, max(started_second) as last_second from slices group by ticket_id) using (ticket_id)
),
targets as ( -- of the targets that match, the one that stands first
    select profiles.priority, profiles.tier, targets.sla_policy, targets.version, targets.metric,
        arg_min(targets.target_seconds, targets.position) as target_seconds, arg_min(targets.is_business, targets.position) as is_business
    from (select distinct priority, tier from slices) as profiles
    join staging.sla_targets as targets
        on (targets.priorities = [] or list_contains(targets.priorities, profiles.priority)) and (targets.tiers = [] or list_contains(targets.tiers, profiles.tier))
    group by all
),
promised as ( -- the policy and its terms in force when the promise was kept, or at as_of
    select
        ends.*, slices.sla_policy, targets.target_seconds, targets.is_business,
        targets.target_seconds * terms.warning_share as warning_seconds, slices.reading,
        case ends.metric
            when 'first_response' then false
            when 'next_reply' then slices.is_paused
            else slices.is_paused or slices.is_done
        end as is_paused
    from ends
    join slices on slices.ticket_id = ends.ticket_id and slices.started_second = ends.ended_second and slices.is_own
    join staging.sla_terms as terms on terms.sla_policy = slices.sla_policy and terms.version = slices.terms_version
    join targets on targets.sla_policy = slices.sla_policy and targets.version = slices.terms_version and targets.metric = ends.metric
        and targets.priority is not distinct from slices.priority and targets.tier is not distinct from slices.tier
),
totals as ( -- the seconds that count, for every slice that the clock ran through
    select
        promised.ticket_id, promised.metric, promised.instance, slices.started_second, slices.calendar_id, slices.calendar_total,
        promised.started_second as clock_started_second, promised.ended_second,
        case
            when promised.is_business then case promised.metric
                when 'first_response' then slices.business_before
                when 'next_reply' then slices.unpaused_business_before
                else slices.active_business_before
            end
            else case promised.metric
                when 'first_response' then slices.calendar_before
                when 'next_reply' then slices.unpaused_calendar_before
                else slices.active_calendar_before
            end
        end as seconds_before,
        promised.target_seconds, promised.warning_seconds
    from promised
    join slices on slices.ticket_id = promised.ticket_id and slices.reading = promised.reading
        and slices.started_second between promised.started_second and promised.ended_second
),
used as (
    select *, seconds_before - min(seconds_before) over (partition by ticket_id, metric, instance) as used_seconds
    from totals
),
turning as ( -- the slice in which the target is used up, or would be if the clock ran on from its end
    select
        ticket_id, metric, instance,
        max(used_seconds) as elapsed_seconds,
        arg_max(
            {second: started_second, calendar_id: calendar_id, calendar_total: calendar_total, remaining: target_seconds - used_seconds},
            started_second) filter (used_seconds < target_seconds) as due_from,
        arg_max(
            {second: started_second, calendar_id: calendar_id, calendar_total: calendar_total, remaining: ceil(warning_seconds)::bigint - used_seconds},
            started_second) filter (used_seconds < warning_seconds) as warn_from,
        arg_max(
            {second: started_second, calendar_id: calendar_id, calendar_total: calendar_total, remaining: target_seconds + 1 - used_seconds},
            started_second) filter (used_seconds <= target_seconds) as breach_from
    from used
    group by ticket_id, metric, instance
)
select
    ticket_id, metric, instance,
    promised.sla_policy as policy,
    promised.is_business, promised.target_seconds, promised.warning_seconds, turning.elapsed_seconds,
    promised.started_at, promised.fulfilled_at, promised.is_paused,
    turning.due_from, turning.warn_from, turning.breach_from
from promised
join turning using (ticket_id, metric, instance);
