-- staging.templates: a template as the CRM last described it; the deleted stay, marked
-- grain: template · key: template_id · inputs: raw.templates
create or replace table staging.templates as
with records as (
    select id, deleted_at, from_json(body, '{
        "title": "VARCHAR", "body": "VARCHAR", "locale": "VARCHAR", "article_id": "VARCHAR", "external_id": "VARCHAR",
        "tags": ["VARCHAR"], "version": "BIGINT", "updated_at": "TIMESTAMPTZ"
    }') as template
    from raw.templates
)
select
    id as template_id,
    template.title,
    template.body,
    template.locale,
    template.article_id,
    template.external_id,
    coalesce(template.tags, []) as tags,
    template.version,
    template.updated_at,
    deleted_at
from records;
