-- Rows mean: a template's usages differ between the single usages, the days and the summary, so two pages of a report disagree.
with single as (
    select template_id, count(*) as usages from analytics.template_usages group by template_id
),
daily as (
    select template_id, sum(usages) as usages from analytics.template_usage_daily group by template_id
)
select template_id, single.usages as single_usages, daily.usages as daily_usages, summary.usages as summary_usages
from analytics.template_summary as summary
full join single using (template_id)
full join daily using (template_id)
where coalesce(single.usages, 0) <> coalesce(daily.usages, 0) or coalesce(single.usages, 0) is distinct from summary.usages;
