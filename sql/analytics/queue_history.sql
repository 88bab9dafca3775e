-- analytics.queue_history: a queue as it stood for a while, from every version of it that was ever loaded
-- grain: queue × period · key: queue_id, valid_from · inputs: staging.queues, staging.superseded_queues · means: docs/warehouse.md#history
create or replace table analytics.queue_history as
with versions as (
    select queue_id, updated_at as version_at, true as is_newest, null as load_id, null as content_hash, deleted_at is not null as is_deleted,
        struct_pack(name, is_default, team) as tracked
    from staging.queues
    union all
    select queue_id, version_at, false, load_id, content_hash, deleted_at is not null,
        struct_pack(name, is_default, team)
    from staging.superseded_queues
),
standing as ( -- of versions of one instant the last one stood
    select queue_id, version_at, is_deleted, tracked
    from versions
    qualify row_number() over (partition by queue_id, version_at order by is_newest desc, load_id desc, content_hash) = 1
),
changes as ( -- a version that changed nothing tracked continues the period before
    select queue_id, version_at, is_deleted, tracked
    from standing
    qualify (is_deleted, tracked) is distinct from lag((is_deleted, tracked)) over (partition by queue_id order by version_at)
),
periods as (
    select *, lead(version_at) over (partition by queue_id order by version_at) as next_at
    from changes
)
select
    queue_id,
    version_at as valid_from,
    next_at as valid_to,
    tracked.name,
    tracked.is_default,
    tracked.team
from periods
where not is_deleted;
