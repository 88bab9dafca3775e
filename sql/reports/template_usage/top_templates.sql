-- Top templates: those used in the period or in the one before, the most used first
-- inputs: analytics.template_usages, analytics.messages, analytics.templates · variables: previous_from_at, from_at, to_at
with replies as (
    select count(*) as replies
    from analytics.messages
    where author_type = 'agent' and kind = 'reply' and created_at >= getvariable('from_at') and created_at < getvariable('to_at')
),
usages as (
    select *, applied_at >= getvariable('from_at') as is_current
    from analytics.template_usages
    where applied_at >= getvariable('previous_from_at') and applied_at < getvariable('to_at')
)
select
    usages.template_id,
    coalesce(any_value(templates.title), usages.template_id) as title, -- one that the CRM no longer lists has only its id
    count(*) filter (is_current) as usages,
    count(*) filter (not is_current) as previous_usages,
    count(*) filter (is_current) / nullif(any_value(replies.replies), 0) as share_of_agent_replies,
    count(distinct ticket_id) filter (is_current) as tickets,
    count(distinct agent_id) filter (is_current) as agents,
    avg(edited_before_send::integer) filter (is_current) as edited_before_send_share,
    count(distinct ticket_id) filter (is_current and reopened_after_use_at is not null) as reopened_after_use
from usages
left join analytics.templates as templates using (template_id)
cross join replies
group by usages.template_id
order by usages desc, previous_usages desc, title;
