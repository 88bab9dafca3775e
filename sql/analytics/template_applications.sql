-- analytics.template_applications: one application of a template, with what the template said at that time
-- grain: usage · key: usage_id · rebuilt: by ticket · inputs: analytics.template_usages, intermediate.template_texts
-- · means: docs/warehouse.md#template_applications
create or replace table analytics.template_applications as
with usages as (
    from analytics.template_usages
),
numbered as (
    from intermediate.template_texts where is_of_number
),
standing as (
    from intermediate.template_texts where is_standing
)
select
    usages.usage_id,
    usages.template_id,
    coalesce(usages.template_version, standing.version) as template_version,
    usages.ticket_id,
    usages.agent_id,
    usages.message_id,
    usages.applied_at,
    if(usages.template_version is null, standing.title, numbered.title) as title,
    if(usages.template_version is null, standing.body, numbered.body) as body,
    if(usages.template_version is null, standing.locale, numbered.locale) as locale,
    if(usages.template_version is null, standing.article_id, numbered.article_id) as article_id
from usages
left join numbered on numbered.template_id = usages.template_id and numbered.version = usages.template_version
asof left join standing on standing.template_id = usages.template_id and standing.version_at <= usages.applied_at;
