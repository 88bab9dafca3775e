-- staging.agents: an agent as the CRM last described it; the deleted stay, marked
-- grain: agent · key: agent_id · inputs: raw.agents
create or replace table staging.agents as
with records as (
    select id, deleted_at, from_json(body, '{
        "name": "VARCHAR", "username": "VARCHAR", "email": "VARCHAR", "role": "VARCHAR", "availability": "VARCHAR",
        "skills": ["VARCHAR"], "queue_ids": ["VARCHAR"], "max_open_tickets": "BIGINT", "updated_at": "TIMESTAMPTZ"
    }') as agent
    from raw.agents
)
select
    id as agent_id,
    agent.name,
    agent.username,
    agent.email,
    agent.role,
    agent.availability,
    coalesce(agent.skills, []) as skills,
    coalesce(agent.queue_ids, []) as queue_ids,
    agent.max_open_tickets,
    agent.updated_at,
    deleted_at
from records;
