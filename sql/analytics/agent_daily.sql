-- analytics.agent_daily: what an agent did on a day (UTC), and what came back of it
-- grain: day × agent · key: day, agent_id · rebuilt: by day · inputs: intermediate.agent_ticket_days · means: docs/metrics.md#days
create or replace table analytics.agent_daily as
select
    day,
    agent_id,
    count(*) filter (is_assigned) as tickets_assigned,
    sum(replies)::bigint as replies,
    count(*) filter (is_resolved) as tickets_resolved,
    count(*) filter (is_reopened) as tickets_reopened,
    quantile_disc(frt_business_seconds, 0.5) as frt_business_p50
from intermediate.agent_ticket_days
group by day, agent_id;
