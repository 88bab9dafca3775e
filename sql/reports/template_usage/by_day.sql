-- Trend by day: usages and agents' replies on every local day of the period
-- inputs: analytics.template_usages, analytics.messages, report_hours · variables: from_at, to_at
with days as (
    select distinct day
    from report_hours
    where from_at >= getvariable('from_at') and from_at < getvariable('to_at')
),
usages as (
    select day, count(*) as usages
    from analytics.template_usages
    asof join report_hours on applied_at >= from_at
    where applied_at >= getvariable('from_at') and applied_at < getvariable('to_at')
    group by day
),
replies as (
    select day, count(*) as replies
    from analytics.messages
    asof join report_hours on created_at >= from_at
    where author_type = 'agent' and kind = 'reply' and created_at >= getvariable('from_at') and created_at < getvariable('to_at')
    group by day
)
select
    day,
    coalesce(replies.replies, 0) as replies,
    coalesce(usages.usages, 0) as usages,
    coalesce(usages.usages, 0) / nullif(replies.replies, 0) as share_of_agent_replies
from days
left join usages using (day)
left join replies using (day)
order by day;
