-- Effect: how long tickets with a template took to resolve beside the others of the same queue and priority, up to when the figures were computed
-- inputs: analytics.template_summary
select
    template_id,
    coalesce(nullif(trim(title), ''), 'No title (' || template_id || ')') as title,
    effect_business_seconds,
    effect_tickets,
    effect_other_tickets,
    usages_trend,
    edit_share,
    article_templates
from analytics.template_summary
where usages > 0
order by effect_tickets desc, title, template_id;
