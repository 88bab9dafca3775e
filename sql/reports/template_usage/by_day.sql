-- Day by day: usages and agents' replies on every local day of the period
-- inputs: report_usages, report_replies, report_hours · variables: from_at, to_at
with usages as (
    select day, count(*) as usages
    from report_usages
    asof join report_hours on applied_at >= from_at
    where is_current
    group by day
),
written as (
    select day, sum(replies) as replies
    from report_replies
    where is_current
    group by day
)
select
    day,
    coalesce(written.replies, 0)::bigint as replies,
    coalesce(usages.usages, 0) as usages,
    coalesce(usages.usages, 0) / nullif(written.replies, 0) as share_of_agent_replies
from (select distinct day from report_hours where from_at >= getvariable('from_at') and from_at < getvariable('to_at')) as days
left join usages using (day)
left join written using (day)
order by day;
