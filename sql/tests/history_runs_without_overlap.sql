-- Rows mean: an agent, queue or template stood in two ways at once, so what was true at an instant is not clear.
select 'agent' as thing, agent_id as thing_id, valid_from, valid_to, next_from
from (select *, lead(valid_from) over (partition by agent_id order by valid_from) as next_from from analytics.agent_history)
where valid_to > next_from or (valid_to is null and next_from is not null) or valid_to <= valid_from
union all
select 'queue', queue_id, valid_from, valid_to, next_from
from (select *, lead(valid_from) over (partition by queue_id order by valid_from) as next_from from analytics.queue_history)
where valid_to > next_from or (valid_to is null and next_from is not null) or valid_to <= valid_from
union all
select 'template', template_id, valid_from, valid_to, next_from
from (select *, lead(valid_from) over (partition by template_id order by valid_from) as next_from from analytics.template_history)
where valid_to > next_from or (valid_to is null and next_from is not null) or valid_to <= valid_from;
