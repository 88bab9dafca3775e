-- staging.superseded_queues: a version of a queue that a newer one replaced
-- grain: queue × version · key: queue_id, version_at, content_hash · inputs: raw.superseded
create or replace table staging.superseded_queues as
with records as (
    select id, version_at, content_hash, load_id, deleted_at, from_json(body, '{
        "name": "VARCHAR", "is_default": "BOOLEAN", "team": "VARCHAR"
    }') as queue
    from raw.superseded
    where stream = 'queues'
)
select
    id as queue_id,
    version_at,
    content_hash,
    load_id,
    queue.name,
    coalesce(queue.is_default, false) as is_default,
    queue.team,
    deleted_at
from records;
