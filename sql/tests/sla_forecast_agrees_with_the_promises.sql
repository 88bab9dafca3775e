-- Rows mean: the forecast names a promise that does not run, or is silent on one that does, so somebody looks after the wrong tickets.
-- checked: ticket by ticket
with running as (
    select ticket_id, metric, instance, breach_at from analytics.sla_events where status in ('running', 'warning') and breach_at is not null
)
select coalesce(forecast.ticket_id, running.ticket_id) as ticket_id, forecast.hours_ahead, forecast.breach_at, running.breach_at as promised_breach_at
from analytics.sla_forecast as forecast
full join running using (ticket_id, metric, instance)
where forecast.ticket_id is null or running.ticket_id is null or forecast.breach_at <> running.breach_at or forecast.hours_ahead < 1;
