-- Every agent with the tickets on their desk: all that are neither resolved nor closed.
with records as (
    select id, deleted_at, from_json(body, '{
        "name": "VARCHAR", "role": "VARCHAR", "availability": "VARCHAR", "skills": ["VARCHAR"], "queue_ids": ["VARCHAR"], "max_open_tickets": "BIGINT"
    }') as agent
    from raw.agents
),
loads as (
    select assigned_agent_id as id, count(*) as open_count from live_tickets where assigned_agent_id is not null group by assigned_agent_id
)
select id as agent_id, agent.name, agent.role, agent.availability, coalesce(agent.skills, []) as skills, coalesce(agent.queue_ids, []) as queue_ids,
    agent.max_open_tickets, deleted_at is not null as is_deleted, coalesce(open_count, 0)::bigint as open_count
from records
left join loads using (id)
order by id;
