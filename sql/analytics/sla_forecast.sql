-- analytics.sla_forecast: an estimate: a promise that is running, and when it will be broken if nobody does anything and nothing pauses it
-- grain: ticket × metric × instance · key: ticket_id, metric, instance · rebuilt: by ticket · inputs: analytics.sla_events, staging.tickets
-- · means: docs/metrics.md#forecasts
create or replace table analytics.sla_forecast as
with running as (
    select *, target_seconds - elapsed_seconds as seconds_left
    from analytics.sla_events
    where status in ('running', 'warning') and breach_at is not null
)
select
    running.ticket_id,
    running.metric,
    running.instance,
    running.policy,
    tickets.queue_id,
    tickets.priority,
    tickets.assigned_agent_id,
    running.status,
    running.due_at,
    running.breach_at,
    case when running.is_business then running.seconds_left end as working_seconds_left,
    epoch_us(running.due_at) // 1000000 - epoch_us(getvariable('as_of')::timestamptz) // 1000000 as calendar_seconds_left,
    running.seconds_left // 3600 + 1 as hours_ahead -- 1: within the next hour of the target's kind
from running
join staging.tickets as tickets using (ticket_id);
