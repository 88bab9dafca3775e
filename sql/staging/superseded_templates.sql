-- staging.superseded_templates: a version of a template that a newer one replaced
-- grain: template × version · key: template_id, version_at, content_hash · inputs: raw.superseded
create or replace table staging.superseded_templates as
with records as (
    select id, version_at, content_hash, load_id, deleted_at, from_json(body, '{
        "title": "VARCHAR", "body": "VARCHAR", "locale": "VARCHAR", "article_id": "VARCHAR", "external_id": "VARCHAR",
        "tags": ["VARCHAR"], "version": "BIGINT"
    }') as template
    from raw.superseded
    where stream = 'templates'
)
select
    id as template_id,
    version_at,
    content_hash,
    load_id,
    template.title,
    template.body,
    template.locale,
    template.article_id,
    template.external_id,
    coalesce(template.tags, []) as tags,
    template.version,
    deleted_at
from records;
