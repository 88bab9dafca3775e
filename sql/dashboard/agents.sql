-- Agents: what lies on each desk against what may lie there; those who are there first. Availability is as the last webhook or sync told it.
-- inputs: open_tickets, raw.agents
with agents as (
    select id as agent_id, from_json(body, '{"name": "VARCHAR", "availability": "VARCHAR", "max_open_tickets": "BIGINT"}') as agent
    from raw.agents
    where deleted_at is null
),
desks as (
    select assigned_agent_id as agent_id, count(*) as open, count(*) filter (standing = 'breached') as breached, count(*) filter (standing = 'warning') as warning
    from open_tickets
    where assigned_agent_id is not null
    group by assigned_agent_id
)
select
    coalesce(agent.name, agent_id) as agent,
    agent.availability,
    coalesce(desks.open, 0) as open,
    agent.max_open_tickets as most,
    coalesce(desks.breached, 0) as breached,
    coalesce(desks.warning, 0) as warning
from agents
left join desks using (agent_id)
order by coalesce(list_position(['available', 'busy', 'away', 'offline'], agent.availability), 5), open / nullif(most, 0) desc nulls last, open desc, agent, agent_id;
