-- By agent: tickets created in the period or in the one before, by the agent they are assigned to now; none is a ticket nobody holds
-- inputs: report_levels_side_by_side, analytics.agents
select levels.name as agent_id, coalesce(agents.name, levels.name) as agent_name, levels.* exclude (part, name)
from report_levels_side_by_side as levels
left join analytics.agents as agents on agents.agent_id = levels.name
where levels.part = 'agent'
order by tickets desc, agent_name, levels.name;
