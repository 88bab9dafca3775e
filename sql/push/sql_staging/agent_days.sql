-- push.sql_staging.agent_days: what each agent did on a day, for planning of shifts
-- grain: day × agent · external key: agent_day · inputs: analytics.agent_daily
select
    agent_id || '@' || strftime(day, '%Y-%m-%d') as agent_day,
    agent_id,
    day,
    tickets_assigned,
    replies,
    tickets_resolved,
    tickets_reopened
from analytics.agent_daily;
