-- push.mediawiki.template_usage: a page for each month (UTC), with the templates that were used in it, the most used first
-- grain: month · external key: page · inputs: analytics.template_usages, analytics.templates
-- The names in the braces are the headings of the table. A cell {'text': …, 'url': …} becomes a link.
with usages as (
    select strftime(applied_at at time zone 'UTC', '%Y-%m') as month, template_id, ticket_id, agent_id, edited_before_send, reopened_after_use_at
    from analytics.template_usages
),
templates as (
    select template_id, title, article_id
    from analytics.templates
),
figures as (
    select month, template_id, count(*) as uses, count(distinct ticket_id) as tickets, count(distinct agent_id) as agents,
        cast(round(100 * avg(edited_before_send::integer)) as bigint) as edited_percent,
        count(distinct ticket_id) filter (reopened_after_use_at is not null) as reopened
    from usages
    group by month, template_id
)
select
    'Template usage ' || month as page,
    'Month: ' || month || ' (UTC). Templates used: ' || count(*) || '. Uses: ' || sum(uses) || '.' as summary,
    list({
        'Template': coalesce(title, template_id),
        'Article': article_id,
        'Uses': uses,
        'Tickets': tickets,
        'Agents': agents,
        'Edited before sending, %': edited_percent,
        'Tickets reopened within 7 days': reopened
    } order by uses desc, template_id)[1:500] as rows
from figures
left join templates using (template_id)
group by month;
