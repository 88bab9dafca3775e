-- By agent: who replied or used a template in the period or in the one before
-- inputs: report_usages, report_replies, analytics.agents
with usages as (
    select agent_id, count(*) filter (is_current) as usages, count(*) filter (not is_current) as previous_usages,
        count(distinct template_id) filter (is_current) as templates, avg(edited_before_send::integer) filter (is_current) as edited_before_send_share
    from report_usages
    group by agent_id
),
written as (
    select agent_id, coalesce(sum(replies) filter (is_current), 0) as replies, coalesce(sum(replies) filter (not is_current), 0) as previous_replies
    from report_replies
    group by agent_id
)
select
    agent_id,
    coalesce(agents.name, agent_id) as agent_name,
    coalesce(written.replies, 0)::bigint as replies,
    coalesce(written.previous_replies, 0)::bigint as previous_replies,
    coalesce(usages.usages, 0) as usages,
    coalesce(usages.previous_usages, 0) as previous_usages,
    coalesce(usages.usages, 0) / nullif(written.replies, 0) as share_of_agent_replies,
    coalesce(usages.previous_usages, 0) / nullif(written.previous_replies, 0) as previous_share_of_agent_replies,
    coalesce(usages.templates, 0) as templates,
    usages.edited_before_send_share
from usages
full join written using (agent_id)
left join analytics.agents as agents using (agent_id)
order by usages desc, replies desc, agent_name, agent_id;
