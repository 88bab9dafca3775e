-- analytics.template_usage_daily: how often an agent used a template on a UTC day, by the queue the tickets are in now
-- grain: day × template × agent × queue · key: day, template_id, agent_id?, queue_id? · rebuilt: by day · inputs: analytics.template_usages, analytics.tickets
-- · means: docs/warehouse.md#template_usage_daily
create or replace table analytics.template_usage_daily as
select
    cast(usages.applied_at at time zone 'UTC' as date) as day,
    usages.template_id,
    usages.agent_id,
    tickets.queue_id,
    count(*) as usages,
    count(distinct usages.ticket_id) as tickets
from analytics.template_usages as usages
join analytics.tickets as tickets using (ticket_id)
group by all;
