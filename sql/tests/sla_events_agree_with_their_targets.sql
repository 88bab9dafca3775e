-- Rows mean: a promise is called kept or broken against its own figures, or is due before it was made.
-- checked: ticket by ticket
select ticket_id, metric, instance, status, elapsed_seconds, target_seconds, started_at, warn_at, due_at
from analytics.sla_events
where (status = 'breached') is distinct from (elapsed_seconds > target_seconds)
    or (status = 'met' and fulfilled_at is null)
    or (status in ('running', 'warning', 'paused') and fulfilled_at is not null)
    or due_at <= started_at
    or breach_at <= due_at
    or warn_at > due_at;
