-- analytics.queues: a queue as the CRM describes it now; the deleted stay, marked
-- grain: queue · key: queue_id · inputs: staging.queues · means: docs/warehouse.md#agents-queues-templates
create or replace table analytics.queues as
select queue_id, name, is_default, team, updated_at, deleted_at
from staging.queues;
