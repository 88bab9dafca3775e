-- intermediate.ruled_stretches: a stretch of a ticket's life with the calendar and the policy that hold in it
-- grain: ticket × stretch · key: ticket_id, started_second · rebuilt: by ticket
-- · inputs: intermediate.ticket_stretches, staging.calendar_rules, staging.calendars, staging.queues, staging.sla_policies, staging.tickets
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
)
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
join policies using (profile);
