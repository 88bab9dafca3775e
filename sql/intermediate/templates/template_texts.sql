-- intermediate.template_texts: what a template said in each version that was ever loaded, ready to be held against what was sent
-- grain: template × version · key: template_id, version_at, place · inputs: staging.templates, staging.superseded_templates
-- · means: docs/warehouse.md#template_usages
create or replace table intermediate.template_texts as
with versions as (
    select template_id, version, updated_at as version_at, title, body, locale, article_id, null as load_id
    from staging.templates
    union all
    select template_id, version, version_at, title, body, locale, article_id, load_id
    from staging.superseded_templates
),
placed as ( -- of versions of one instant the one that came last stood
    select *, row_number() over (partition by template_id, version_at order by load_id desc nulls first, version desc, title, body, locale, article_id) as place
    from versions
),
trimmed as (
    select *, trim(replace(body, e'\r\n', e'\n'), e' \t\n') as text
    from placed
)
select
    template_id,
    version_at,
    place,
    version,
    place = 1 as is_standing,
    -- a version's number should come once; where it does not, the newest content counts
    version is not null and row_number() over (partition by template_id, version order by version_at desc, place) = 1 as is_of_number,
    title,
    body,
    locale,
    article_id,
    regexp_replace(regexp_replace(text, '([\\%_])', '\\\1', 'g'), '\{\{[^{}]*\}\}', '%', 'g') as pattern, -- for LIKE: a {{variable}} stands for any text
    regexp_replace(text, '\{\{[^{}]*\}\}', '', 'g') as own_text, -- without its variables
    len(regexp_extract_all(text, '\{\{[^{}]*\}\}')) as variables -- how many
from trimmed;
