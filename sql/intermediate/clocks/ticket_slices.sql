-- intermediate.ticket_slices: a stretch of a ticket's life with its calendar, its policy and its seconds, and the totals up to its start;
-- every clock of the ticket is the difference of two of these totals
-- grain: ticket × slice · key: ticket_id, started_second
-- · inputs: intermediate.ticket_stretches, staging.calendar_rules, staging.calendars, staging.queues, staging.sla_policies, staging.tickets,
-- staging.working_intervals · means: docs/metrics.md#slices
create or replace table intermediate.ticket_slices as
with intervals as (
    select calendar_id, epoch_us(opens_at) // 1000000 as opens_second, epoch_us(closes_at) // 1000000 as closes_second, seconds_before
    from staging.working_intervals
),
named as ( -- groups and tags that no rule asks for make no difference between two tickets
    select
        coalesce(flatten(list(groups)), []) as groups,
        coalesce(flatten(list(tags)), []) as tags
    from (select groups, tags from staging.calendar_rules union all select groups, tags from staging.sla_policies)
),
traits as (
    select
        ticket_id,
        customer_tier as tier,
        case when list_contains(named.groups, group_id) then group_id end as group_id,
        list_sort(list_intersect(tickets.tags, named.tags)) as tags
    from staging.tickets as tickets
    cross join named
),
stretches as (
    select stretches.*, traits.tier, traits.group_id, traits.tags
    from intermediate.ticket_stretches as stretches
    join traits using (ticket_id)
),
profiles as (
    select row_number() over () as profile, profiles.*, queues.team
    from (select distinct queue_id, priority, tier, group_id, tags from stretches) as profiles
    left join staging.queues as queues using (queue_id)
),
calendars as (
    select profiles.profile, coalesce(arg_min(rules.calendar_id, rules.position), any_value(defaults.calendar_id)) as calendar_id
    from profiles
    left join (select calendar_id from staging.calendars where is_default) as defaults on true
    left join staging.calendar_rules as rules
        on (rules.queues = [] or list_contains(rules.queues, profiles.queue_id))
        and (rules.teams = [] or list_contains(rules.teams, profiles.team))
        and (rules.tiers = [] or list_contains(rules.tiers, profiles.tier))
        and (rules.priorities = [] or list_contains(rules.priorities, profiles.priority))
        and (rules.groups = [] or list_contains(rules.groups, profiles.group_id))
        and (rules.tags = [] or list_has_any(rules.tags, profiles.tags))
    group by profiles.profile
),
policies as (
    select profiles.profile, arg_min(policies.sla_policy, policies.position) as sla_policy,
        coalesce(arg_min(policies.pause_statuses, policies.position), ['pending', 'on_hold']) as pause_statuses
    from profiles
    left join staging.sla_policies as policies
        on (policies.queues = [] or list_contains(policies.queues, profiles.queue_id))
        and (policies.teams = [] or list_contains(policies.teams, profiles.team))
        and (policies.tiers = [] or list_contains(policies.tiers, profiles.tier))
        and (policies.priorities = [] or list_contains(policies.priorities, profiles.priority))
        and (policies.groups = [] or list_contains(policies.groups, profiles.group_id))
        and (policies.tags = [] or list_has_any(policies.tags, profiles.tags))
    group by profiles.profile
),
ruled as (
    select
        stretches.ticket_id, stretches.started_second, stretches.ended_second, stretches.stay, stretches.status,
        stretches.queue_id, stretches.priority, calendars.calendar_id, policies.sla_policy,
        list_contains(policies.pause_statuses, stretches.status) as is_paused,
        stretches.status in ('resolved', 'closed') as is_done
    from stretches
    join profiles
        on profiles.queue_id is not distinct from stretches.queue_id and profiles.priority is not distinct from stretches.priority
        and profiles.tier is not distinct from stretches.tier and profiles.group_id is not distinct from stretches.group_id
        and profiles.tags = stretches.tags
    join calendars using (profile)
    join policies using (profile)
),
timed as ( -- the calendar's own running total where the slice starts and where it ends
    select
        ruled.*,
        ruled.ended_second - ruled.started_second as calendar_seconds,
        case when ruled.calendar_id is not null then
            coalesce(opening.seconds_before + least(ruled.started_second, opening.closes_second) - opening.opens_second, 0)
        end as calendar_total,
        case when ruled.calendar_id is not null and ruled.ended_second is not null then
            coalesce(closing.seconds_before + least(ruled.ended_second, closing.closes_second) - closing.opens_second, 0)
        end - calendar_total as business_seconds
    from ruled
    asof left join intervals as opening on opening.calendar_id = ruled.calendar_id and opening.opens_second <= ruled.started_second
    asof left join intervals as closing on closing.calendar_id = ruled.calendar_id and closing.opens_second <= ruled.ended_second
)
select
    ticket_id, started_second, ended_second, stay, status, queue_id, priority, calendar_id, sla_policy, is_paused, is_done,
    calendar_seconds,
    business_seconds,
    calendar_total,
    coalesce(sum(calendar_seconds) over before, 0)::bigint as calendar_before,
    coalesce(sum(calendar_seconds) filter (not is_paused) over before, 0)::bigint as unpaused_calendar_before,
    coalesce(sum(calendar_seconds) filter (not is_paused and not is_done) over before, 0)::bigint as active_calendar_before,
    case when calendar_id is not null then coalesce(sum(business_seconds) over before, 0)::bigint end as business_before,
    case when calendar_id is not null then coalesce(sum(business_seconds) filter (not is_paused) over before, 0)::bigint end as unpaused_business_before,
    case when calendar_id is not null then
        coalesce(sum(business_seconds) filter (not is_paused and not is_done) over before, 0)::bigint
    end as active_business_before
from timed
window before as (partition by ticket_id order by started_second rows between unbounded preceding and 1 preceding);
