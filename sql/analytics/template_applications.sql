-- analytics.template_applications: one application of a template, with what the template said at that time
-- grain: usage · key: usage_id · rebuilt: by ticket · inputs: analytics.template_usages, staging.superseded_templates, staging.templates
-- · means: docs/warehouse.md#template_applications
create or replace table analytics.template_applications as
with usages as (
    from analytics.template_usages
),
versions as ( -- every version that was ever loaded; a delivery brings the one that was applied
    select template_id, version, updated_at as version_at, title, body, locale, article_id, null as load_id
    from staging.templates
    union all
    select template_id, version, version_at, title, body, locale, article_id, load_id
    from staging.superseded_templates
),
numbered as ( -- a version's number should come once; where it does not, the newest content counts
    select template_id, version, title, body, locale, article_id
    from versions
    where version is not null
    qualify row_number() over (partition by template_id, version order by version_at desc, load_id desc nulls first) = 1
),
standing as (
    select template_id, version, version_at, title, body, locale, article_id
    from versions
    qualify row_number() over (partition by template_id, version_at order by load_id desc nulls first) = 1
)
select
    usages.usage_id,
    usages.template_id,
    coalesce(usages.template_version, standing.version) as template_version,
    usages.ticket_id,
    usages.agent_id,
    usages.message_id,
    usages.applied_at,
    case when usages.template_version is not null then numbered.title else standing.title end as title,
    case when usages.template_version is not null then numbered.body else standing.body end as body,
    case when usages.template_version is not null then numbered.locale else standing.locale end as locale,
    case when usages.template_version is not null then numbered.article_id else standing.article_id end as article_id
from usages
left join numbered on numbered.template_id = usages.template_id and numbered.version = usages.template_version
asof left join standing on standing.template_id = usages.template_id and standing.version_at <= usages.applied_at;
