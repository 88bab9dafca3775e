-- analytics.article_summary: how often an article reaches customers, through the templates that carry it now and by being attached to tickets
-- grain: article · key: article_id · inputs: analytics.templates, analytics.template_usages, intermediate.ticket_articles, staging.articles
-- · means: docs/warehouse.md#article_summary
create or replace table analytics.article_summary as
with clock as (
    select getvariable('as_of')::timestamptz as as_of
),
usage_figures as (
    select
        templates.article_id,
        count(*) as usages,
        count(*) filter (usages.applied_at > as_of - interval 720 hours and usages.applied_at <= as_of) as usages_30d,
        count(*) filter (usages.applied_at > as_of - interval 1440 hours and usages.applied_at <= as_of - interval 720 hours) as usages_prev_30d,
        count(distinct usages.ticket_id) as tickets,
        count(distinct usages.ticket_id) filter (usages.reopened_after_use_at is not null) as reopened_after_use
    from analytics.template_usages as usages
    join analytics.templates as templates using (template_id)
    cross join clock
    where templates.article_id is not null
    group by templates.article_id
),
carriers as (
    select article_id, count(*) filter (deleted_at is null) as templates
    from analytics.templates
    where article_id is not null
    group by article_id
),
attachments as ( -- without a knowledge base an article says its title only where it is attached: the newest ticket has the newest title
    select article_id, count(*) as attached_to_tickets, arg_max(title, (updated_at, ticket_id)) as title
    from intermediate.ticket_articles
    group by article_id
),
listed as (
    select distinct on (article_id) article_id, title, url, language
    from staging.articles
    order by article_id, knowledge_base
)
select
    article_id,
    coalesce(listed.title, attachments.title) as title,
    coalesce(usage_figures.usages, 0) as usages,
    coalesce(usage_figures.usages_30d, 0) as usages_30d,
    coalesce(usage_figures.tickets, 0) as tickets,
    coalesce(carriers.templates, 0) as templates,
    coalesce(attachments.attached_to_tickets, 0) as attached_to_tickets,
    coalesce(usage_figures.reopened_after_use, 0) as reopened_after_use,
    coalesce(usage_figures.usages_prev_30d, 0) as usages_prev_30d,
    listed.url,
    listed.language
from carriers
full join attachments using (article_id)
left join usage_figures using (article_id)
left join listed using (article_id);
