-- intermediate.ruled_stretches: a stretch of a ticket's life with the policy that holds in it and the calendar that it is read by. As a rule that is
-- the one that held; where the calendar at the event counts for all of a clock, there is a reading for each calendar that the ticket was in
-- grain: ticket × reading × stretch · key: ticket_id, reading, started_second · rebuilt: by ticket
-- · inputs: intermediate.ticket_milestones, intermediate.ticket_stretches, staging.calendar_rules, staging.calendars, staging.clock_options, staging.queues,
-- staging.sla_policies, staging.sla_terms, staging.tickets
-- · means: docs/metrics.md#slices
create or replace table intermediate.ruled_stretches as
with named as ( -- groups and tags that no rule asks for make no difference between two tickets
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
    select profiles.profile, arg_min(policies.sla_policy, policies.position) as sla_policy
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
terms as (
    select profiles.profile, profiles.queue_id, profiles.priority, profiles.tier, profiles.group_id, profiles.tags, calendars.calendar_id, policies.sla_policy,
        coalesce(terms.version, 0) as version,
        coalesce(epoch_us(terms.holds_from) // 1000000, -9000000000000) as from_second,
        coalesce(epoch_us(terms.holds_until) // 1000000, 9000000000000) as until_second,
        coalesce(terms.pause_statuses, ['pending', 'on_hold']) as pause_statuses
    from profiles
    join calendars using (profile)
    join policies using (profile)
    left join staging.sla_terms as terms on terms.sla_policy = policies.sla_policy
),
ruled as (
    select
        stretches.ticket_id, stretches.started_second, stretches.ended_second, stretches.stay, stretches.status,
        stretches.queue_id, stretches.priority, stretches.tier, terms.calendar_id, terms.sla_policy, terms.version as terms_version,
        list_contains(terms.pause_statuses, stretches.status) as is_paused,
        stretches.status in ('resolved', 'closed') as is_done
    from stretches
    join terms
        on terms.queue_id is not distinct from stretches.queue_id and terms.priority is not distinct from stretches.priority
        and terms.tier is not distinct from stretches.tier and terms.group_id is not distinct from stretches.group_id
        and terms.tags = stretches.tags
        and stretches.started_second >= terms.from_second and stretches.started_second < terms.until_second
),
moved as ( -- tickets that were in several calendars, where that makes a difference
    select ruled.ticket_id, options.calendar_change,
        arg_min(ruled.calendar_id, ruled.started_second) as first_calendar_id,
        arg_max(ruled.calendar_id, ruled.started_second)
            filter (milestones.resolved_at is null or ruled.started_second <= epoch_us(milestones.resolved_at) // 1000000) as last_calendar_id,
        list_distinct(list(ruled.calendar_id)) as calendar_ids
    from ruled
    join intermediate.ticket_milestones as milestones using (ticket_id)
    cross join staging.clock_options as options
    where options.calendar_change <> 'each'
    group by ruled.ticket_id, options.calendar_change
    having count(distinct ruled.calendar_id) > 1
),
readings as (
    select ruled.*, '' as reading, true as is_own, true as is_standing
    from ruled
    anti join moved using (ticket_id)
    union all
    select ruled.* replace (moved.first_calendar_id as calendar_id), '', true, true
    from ruled
    join moved using (ticket_id)
    where moved.calendar_change = 'at_creation'
    union all
    select ruled.* replace (read_by.calendar_id as calendar_id), read_by.calendar_id, read_by.calendar_id = ruled.calendar_id, read_by.is_standing
    from ruled
    join (
        select ticket_id, last_calendar_id, unnest(calendar_ids) as calendar_id, calendar_id = last_calendar_id as is_standing
        from moved
        where calendar_change = 'at_event'
    ) as read_by using (ticket_id)
)
select
    ticket_id, started_second, ended_second, stay, status, queue_id, priority, tier, calendar_id, sla_policy, terms_version, is_paused, is_done,
    reading,
    is_own,      -- the reading by the calendar that held here: what ends here is read by it
    is_standing  -- the reading by the ticket's calendar: what ends nowhere is read by it
from readings;
