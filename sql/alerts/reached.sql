-- Which levels promises have reached between the instants watched_since and watched_until, as far as the marts know, without those that are recorded.
-- A ticket of which something was loaded since the marts were computed is passed over: what was loaded may be the answer, and the next computation says.
with promises as (
    select *, getvariable('watched_since')::timestamptz as watched_since, getvariable('watched_until')::timestamptz as watched_until
    from analytics.sla_events
),
reached as (
    select ticket_id, metric, instance, 'breach' as level, policy, due_at, breach_at as reached_at
    from promises
    where breach_at between watched_since and watched_until and (fulfilled_at is null or status = 'breached')
    union all -- a warning is for those who can still do something
    select ticket_id, metric, instance, 'warning', policy, due_at, warn_at
    from promises
    where warn_at between watched_since and watched_until and status in ('running', 'warning') and breach_at > watched_until
),
marts as (
    select max(load_id) as load_id from ops.transforms where transform_number = (select max(transform_number) from ops.transforms)
),
refreshed as (
    select run_id, max(load_id) as load_id from ops.refreshes group by run_id
),
unheard_loads as (
    select loads.load_id
    from ops.loads
    left join refreshed using (run_id)
    where loads.load_id > greatest((select load_id from marts), coalesce(refreshed.load_id, 0))
),
heard_of as (
    select id as ticket_id from raw.tickets where load_id in (from unheard_loads)
    union all
    select ticket_id from raw.messages where load_id in (from unheard_loads)
    union all
    select ticket_id from raw.ticket_events where load_id in (from unheard_loads)
)
select reached.ticket_id, reached.metric, reached.instance, reached.level, reached.policy, reached.due_at, reached.reached_at
from reached
anti join ops.sla_alerts as recorded using (ticket_id, metric, instance, level)
anti join heard_of using (ticket_id)
order by reached_at, ticket_id, metric, instance, level;
