-- The promises made to the ticket, as analytics.sla_events has them.
select metric, instance, policy, target_seconds, is_business, started_at, due_at, warn_at, fulfilled_at, status, elapsed_seconds, breach_seconds
from analytics.sla_events
order by metric, instance;
