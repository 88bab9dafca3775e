-- push.signed_webhook.applied_templates: each use of a template, with the template as it stood then; meant for a knowledge base
-- grain: usage · external key: usage_id · inputs: analytics.template_usages, analytics.template_history
-- The first push sends every use there is. To begin at a date, add to usages: where applied_at >= timestamptz '2026-03-01 00:00:00+00'
with usages as (
    select usage_id, template_id, template_version, ticket_id, agent_id, message_id, applied_at, is_inferred
    from analytics.template_usages
),
versions as (
    select template_id, valid_from, valid_to, title, body, locale, article_id, external_id, tags, version
    from analytics.template_history
),
applied as ( -- the version that the CRM names; where it names none, the one that stood at the time
    select usages.*, versions.title, versions.body, versions.locale, versions.article_id, versions.external_id, versions.tags
    from usages
    left join versions on versions.template_id = usages.template_id and case
        when usages.template_version is not null then versions.version = usages.template_version
        else versions.valid_from <= usages.applied_at and usages.applied_at < coalesce(versions.valid_to, 'infinity'::timestamptz)
    end
    qualify row_number() over (partition by usages.usage_id order by versions.valid_from desc) = 1
)
select usage_id, applied_at, ticket_id, agent_id, message_id, is_inferred, template_id, template_version, title, body, locale, article_id, external_id, tags
from applied;
