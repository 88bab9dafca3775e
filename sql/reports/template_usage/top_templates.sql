-- Templates in use: those used in the period or in the one before, the most used first
-- inputs: report_usages, report_replies, analytics.templates
with written as (
    select coalesce(sum(replies) filter (is_current), 0) as replies, coalesce(sum(replies) filter (not is_current), 0) as previous_replies
    from report_replies
),
usages as (
    select
        template_id,
        count(*) filter (is_current) as usages,
        count(*) filter (not is_current) as previous_usages,
        count(distinct ticket_id) filter (is_current) as tickets,
        count(distinct agent_id) filter (is_current) as agents,
        avg(edited_before_send::integer) filter (is_current) as edited_before_send_share,
        count(distinct ticket_id) filter (is_current and reopened_after_use_at is not null) as reopened_after_use
    from report_usages
    group by template_id
)
select
    template_id,
    coalesce(nullif(trim(templates.title), ''), 'No title (' || template_id || ')') as title,
    case when templates.template_id is null then 'not in the CRM' when templates.deleted_at is not null then 'deleted' end as standing,
    usages.usages,
    usages.previous_usages,
    usages.usages / nullif(written.replies, 0) as share_of_agent_replies,
    usages.previous_usages / nullif(written.previous_replies, 0) as previous_share_of_agent_replies,
    usages.tickets,
    usages.agents,
    usages.edited_before_send_share,
    usages.reopened_after_use
from usages
left join analytics.templates as templates using (template_id)
cross join written
order by usages.usages desc, usages.previous_usages desc, title, template_id;
