-- Every version of every agent that was ever loaded, in the order of time.
with versions as (
    select id, version_at, body, deleted_at, 2 as rank, 0 as load_id from raw.agents
    union all
    select id, version_at, body, deleted_at, 1, load_id from raw.superseded where stream = 'agents'
),
records as (
    select id, version_at, deleted_at, rank, load_id, from_json(body, '{
        "role": "VARCHAR", "availability": "VARCHAR", "skills": ["VARCHAR"], "queue_ids": ["VARCHAR"], "max_open_tickets": "BIGINT"
    }') as agent
    from versions
)
select id as agent_id, version_at, agent.role, agent.availability, coalesce(agent.skills, []) as skills, coalesce(agent.queue_ids, []) as queue_ids,
    agent.max_open_tickets, deleted_at is not null as is_deleted
from records
order by version_at, id, rank, load_id;
