-- staging.queues: a queue as the CRM last described it; the deleted stay, marked
-- grain: queue · key: queue_id · inputs: raw.queues
create or replace table staging.queues as
with records as (
    select id, deleted_at, from_json(body, '{"name": "VARCHAR", "is_default": "BOOLEAN", "team": "VARCHAR", "updated_at": "TIMESTAMPTZ"}') as queue
    from raw.queues
)
select
    id as queue_id,
    queue.name,
    coalesce(queue.is_default, false) as is_default,
    queue.team,
    queue.updated_at,
    deleted_at
from records;
