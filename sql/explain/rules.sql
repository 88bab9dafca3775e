-- Every calendar rule and policy up to the one that holds, for each different standing of the ticket; reasons are the conditions that it does not meet.
with standings as (
    select min(started_second) as since_second, queue_id, priority, arg_min(calendar_id, started_second) as calendar_id, arg_min(sla_policy, started_second) as sla_policy
    from intermediate.ticket_slices
    group by queue_id, priority
),
traits as (
    select standings.*, queues.team, tickets.customer_tier as tier, tickets.group_id, tickets.tags
    from standings
    cross join staging.tickets as tickets
    left join staging.queues as queues on queues.queue_id = standings.queue_id
),
rules as (
    select 'calendar' as kind, position, calendar_id as name, queues, teams, tiers, priorities, groups, tags from staging.calendar_rules
    union all
    select 'policy', position, sla_policy, queues, teams, tiers, priorities, groups, tags from staging.sla_policies
),
asked as (
    select traits.since_second, rules.kind, rules.position, rules.name,
        case rules.kind when 'calendar' then traits.calendar_id else traits.sla_policy end as holding,
        list_filter([
            case when rules.queues <> [] then {wanted: 'queue ' || array_to_string(rules.queues, ' or '), found: traits.queue_id, is_met: coalesce(list_contains(rules.queues, traits.queue_id), false)} end,
            case when rules.teams <> [] then {wanted: 'team ' || array_to_string(rules.teams, ' or '), found: traits.team, is_met: coalesce(list_contains(rules.teams, traits.team), false)} end,
            case when rules.tiers <> [] then {wanted: 'tier ' || array_to_string(rules.tiers, ' or '), found: traits.tier, is_met: coalesce(list_contains(rules.tiers, traits.tier), false)} end,
            case when rules.priorities <> []
                then {wanted: 'priority ' || array_to_string(rules.priorities, ' or '), found: traits.priority, is_met: coalesce(list_contains(rules.priorities, traits.priority), false)} end,
            case when rules.groups <> []
                then {wanted: 'group ' || array_to_string(rules.groups, ' or '), found: traits.group_id::varchar, is_met: coalesce(list_contains(rules.groups, traits.group_id), false)} end,
            case when rules.tags <> []
                then {wanted: 'tag ' || array_to_string(rules.tags, ' or '), found: array_to_string(traits.tags, ', '), is_met: list_has_any(rules.tags, traits.tags)} end
        ], lambda condition: condition is not null) as conditions
    from traits
    cross join rules
),
judged as (
    select *, list_bool_and(list_transform(conditions, lambda condition: condition.is_met)) is not false as matches from asked
),
chosen as (
    select *, min(position) filter (matches) over (partition by since_second, kind) as chosen_position from judged
)
select
    to_timestamp(since_second) as since_at, kind, (position + 1)::bigint as number, name, matches as holds,
    case
        when conditions = [] then 'asks for nothing'
        when matches then array_to_string(list_transform(conditions, lambda condition: condition.wanted), ', ')
        else array_to_string(list_transform(list_filter(conditions, lambda condition: not condition.is_met),
            lambda condition: 'asks for ' || condition.wanted || ', found ' || coalesce(nullif(condition.found, ''), 'none')), '; ')
    end as reason
from chosen
where chosen_position is null or position <= chosen_position
order by since_second, kind, position;
