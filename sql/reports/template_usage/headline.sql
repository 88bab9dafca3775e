-- Headline: use of templates in the period and in the one before
-- inputs: analytics.template_usages, analytics.messages · variables: previous_from_at, from_at, to_at
with periods as (
    select * from (values
        ('current', getvariable('from_at')::timestamptz, getvariable('to_at')::timestamptz),
        ('previous', getvariable('previous_from_at')::timestamptz, getvariable('from_at')::timestamptz)
    ) as periods (period, from_at, until_at)
),
usages as (
    select period, count(*) as usages, count(distinct template_id) as templates, count(distinct ticket_id) as tickets,
        count(distinct agent_id) as agents, avg(edited_before_send::integer) as edited_before_send_share
    from periods
    join analytics.template_usages on applied_at >= from_at and applied_at < until_at
    group by period
),
replies as (
    select period, count(*) as replies
    from periods
    join analytics.messages on created_at >= from_at and created_at < until_at
    where author_type = 'agent' and kind = 'reply'
    group by period
)
select
    period,
    coalesce(replies.replies, 0) as replies,
    coalesce(usages.usages, 0) as usages,
    coalesce(usages.usages, 0) / nullif(replies.replies, 0) as share_of_agent_replies,
    coalesce(usages.templates, 0) as templates,
    coalesce(usages.tickets, 0) as tickets,
    coalesce(usages.agents, 0) as agents,
    usages.edited_before_send_share
from periods
left join usages using (period)
left join replies using (period)
order by period;
