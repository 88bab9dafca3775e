-- analytics.template_history: a template as it stood for a while, from every version of it that was ever loaded
-- grain: template × period · key: template_id, valid_from · inputs: staging.templates, staging.superseded_templates · means: docs/warehouse.md#history
create or replace table analytics.template_history as
with versions as (
    select template_id, updated_at as version_at, true as is_newest, null as load_id, null as content_hash, deleted_at is not null as is_deleted,
        struct_pack(title, body, locale, article_id, external_id, tags, version) as tracked
    from staging.templates
    union all
    select template_id, version_at, false, load_id, content_hash, deleted_at is not null,
        struct_pack(title, body, locale, article_id, external_id, tags, version)
    from staging.superseded_templates
),
standing as ( -- of versions of one instant the last one stood
    select template_id, version_at, is_deleted, tracked
    from versions
    qualify row_number() over (partition by template_id, version_at order by is_newest desc, load_id desc, content_hash) = 1
),
changes as ( -- a version that changed nothing tracked continues the period before
    select template_id, version_at, is_deleted, tracked
    from standing
    qualify (is_deleted, tracked) is distinct from lag((is_deleted, tracked)) over (partition by template_id order by version_at)
),
periods as (
    select *, lead(version_at) over (partition by template_id order by version_at) as next_at
    from changes
)
select
    template_id,
    version_at as valid_from,
    next_at as valid_to,
    tracked.title,
    tracked.body,
    tracked.locale,
    tracked.article_id,
    tracked.external_id,
    tracked.tags,
    tracked.version
from periods
where not is_deleted;
