-- When the next promise comes near or is broken, after the instant watched_until and if nothing happens until then; no row when none will.
select min(reached_at) as next_at
from (
    select breach_at as reached_at from analytics.sla_events where fulfilled_at is null
    union all
    select warn_at from analytics.sla_events where status = 'running'
)
where reached_at > getvariable('watched_until')::timestamptz
having next_at is not null;
