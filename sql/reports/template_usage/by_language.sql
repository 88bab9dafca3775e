-- By language: templates by the language they are written in; none is a template without one, or one that the CRM no longer lists
-- inputs: report_usages, analytics.templates
with usages as (
    select templates.locale, count(*) filter (is_current) as usages, count(*) filter (not is_current) as previous_usages,
        count(distinct template_id) filter (is_current) as templates, count(distinct ticket_id) filter (is_current) as tickets,
        avg(edited_before_send::integer) filter (is_current) as edited_before_send_share
    from report_usages
    left join analytics.templates as templates using (template_id)
    group by templates.locale
)
select locale, usages.* exclude (locale)
from usages
order by usages desc, locale;
