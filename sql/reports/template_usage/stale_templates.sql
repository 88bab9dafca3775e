-- Unused and stale templates: those in the CRM that nobody has used since the period began, the never used first, and those in use that nobody has
-- looked after for a year
-- inputs: analytics.template_summary, analytics.templates · variables: from_at
select
    summary.template_id,
    coalesce(nullif(trim(summary.title), ''), 'No title (' || summary.template_id || ')') as title,
    case when summary.is_stale then 'stale' end as standing,
    summary.usages,
    summary.last_used_at,
    summary.unused_days,
    summary.updated_at
from analytics.template_summary as summary
join analytics.templates as templates using (template_id)
where templates.deleted_at is null and (summary.is_stale or summary.last_used_at is null or summary.last_used_at < getvariable('from_at'))
order by summary.last_used_at nulls first, title, summary.template_id;
