-- analytics.agent_history: an agent as it stood for a while, from every version of it that was ever loaded
-- grain: agent × period · key: agent_id, valid_from · inputs: staging.agents, staging.superseded_agents · means: docs/warehouse.md#history
create or replace table analytics.agent_history as
with versions as (
    select agent_id, updated_at as version_at, true as is_newest, null as load_id, null as content_hash, deleted_at is not null as is_deleted,
        struct_pack(name, username, email, role, availability, skills, queue_ids, max_open_tickets) as tracked
    from staging.agents
    union all
    select agent_id, version_at, false, load_id, content_hash, deleted_at is not null,
        struct_pack(name, username, email, role, availability, skills, queue_ids, max_open_tickets)
    from staging.superseded_agents
),
standing as ( -- of versions of one instant the last one stood
    select agent_id, version_at, is_deleted, tracked
    from versions
    qualify row_number() over (partition by agent_id, version_at order by is_newest desc, load_id desc, content_hash) = 1
),
changes as ( -- a version that changed nothing tracked continues the period before
    select agent_id, version_at, is_deleted, tracked
    from standing
    qualify (is_deleted, tracked) is distinct from lag((is_deleted, tracked)) over (partition by agent_id order by version_at)
),
periods as (
    select *, lead(version_at) over (partition by agent_id order by version_at) as next_at
    from changes
)
select
    agent_id,
    version_at as valid_from,
    next_at as valid_to,
    tracked.name,
    tracked.username,
    tracked.email,
    tracked.role,
    tracked.availability,
    tracked.skills,
    tracked.queue_ids,
    tracked.max_open_tickets
from periods
where not is_deleted;
