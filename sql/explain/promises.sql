-- The promises made to the ticket, as analytics.sla_events has them, and the policy's terms that they were made under.
with standings as ( -- how the ticket stood when the promise was kept, or as_of
    select events.metric, events.instance, arg_max({version: slices.terms_version, priority: slices.priority}, slices.started_second) as standing
    from analytics.sla_events as events
    join intermediate.ticket_slices as slices on slices.is_own and slices.started_second <= epoch_us(coalesce(events.fulfilled_at, getvariable('as_of')::timestamptz)) // 1000000
    group by all
),
chosen as ( -- of the targets that match, the one that stands first
    select events.metric, events.instance, standing.version, arg_min(targets, targets.position) as target
    from analytics.sla_events as events
    join standings using (metric, instance)
    cross join staging.tickets as tickets
    join staging.sla_targets as targets on targets.sla_policy = events.policy and targets.version = standing.version and targets.metric = events.metric
        and (targets.priorities = [] or list_contains(targets.priorities, standing.priority)) and (targets.tiers = [] or list_contains(targets.tiers, tickets.customer_tier))
    group by all
)
select
    events.metric, events.instance, events.policy, events.target_seconds, events.is_business, events.started_at, events.due_at, events.warn_at, events.fulfilled_at,
    events.status, events.elapsed_seconds, events.breach_seconds,
    nullif(concat_ws(', ',
        nullif('priority ' || array_to_string(chosen.target.priorities, ' or '), 'priority '),
        nullif('tier ' || array_to_string(chosen.target.tiers, ' or '), 'tier ')), '') as target_for,
    terms.holds_from as terms_from, terms.holds_until as terms_until
from analytics.sla_events as events
join chosen using (metric, instance)
join staging.sla_terms as terms on terms.sla_policy = events.policy and terms.version = chosen.version
order by events.metric, events.instance;
