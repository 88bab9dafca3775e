-- analytics.sla_alerts: a promise that came near its end or was broken, as the service noticed it; each level of an instance once and for ever
-- grain: ticket × metric × instance × level · key: ticket_id, metric, instance, level · inputs: ops.sla_alerts · means: docs/metrics.md#alerts
create or replace table analytics.sla_alerts as
select alert_number, ticket_id, metric, instance, level, policy, due_at, reached_at, noticed_at
from ops.sla_alerts;
