-- staging.superseded_agents: a version of an agent that a newer one replaced
-- grain: agent × version · key: agent_id, version_at, content_hash · inputs: raw.superseded
create or replace table staging.superseded_agents as
with records as (
    select id, version_at, content_hash, load_id, deleted_at, from_json(body, '{
        "name": "VARCHAR", "username": "VARCHAR", "email": "VARCHAR", "role": "VARCHAR", "availability": "VARCHAR",
        "skills": ["VARCHAR"], "queue_ids": ["VARCHAR"], "max_open_tickets": "BIGINT"
    }') as agent
    from raw.superseded
    where stream = 'agents'
)
select
    id as agent_id,
    version_at,
    content_hash,
    load_id,
    agent.name,
    agent.username,
    agent.email,
    agent.role,
    agent.availability,
    coalesce(agent.skills, []) as skills,
    coalesce(agent.queue_ids, []) as queue_ids,
    agent.max_open_tickets,
    deleted_at
from records;
