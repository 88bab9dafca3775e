-- Agents: who replied or used a template in the period
-- inputs: analytics.template_usages, analytics.messages, analytics.agents · variables: from_at, to_at
with usages as (
    select agent_id, count(*) as usages, count(distinct template_id) as templates,
        avg(edited_before_send::integer) as edited_before_send_share
    from analytics.template_usages
    where applied_at >= getvariable('from_at') and applied_at < getvariable('to_at')
    group by agent_id
),
replies as (
    select author_id as agent_id, count(*) as replies
    from analytics.messages
    where author_type = 'agent' and kind = 'reply' and created_at >= getvariable('from_at') and created_at < getvariable('to_at')
    group by author_id
)
select
    agent_id,
    coalesce(agents.name, agent_id) as agent_name,
    coalesce(replies.replies, 0) as replies,
    coalesce(usages.usages, 0) as usages,
    coalesce(usages.usages, 0) / nullif(replies.replies, 0) as share_of_agent_replies,
    coalesce(usages.templates, 0) as templates,
    usages.edited_before_send_share
from usages
full join replies using (agent_id)
left join analytics.agents as agents using (agent_id)
order by usages desc, replies desc, agent_name;
