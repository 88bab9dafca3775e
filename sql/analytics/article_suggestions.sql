-- analytics.article_suggestions: an article that the service attached to a ticket, and whether an agent used it afterwards: by a template that carries it, or by its link
-- grain: ticket × article · key: ticket_id, article_id · inputs: ops.article_suggestions, analytics.template_usages, analytics.templates, staging.messages, staging.tickets
-- · means: docs/automation.md#which-suggestions-were-used
create or replace table analytics.article_suggestions as
with suggestions as (
    select ticket_id, article_id, knowledge_base, title, url, rank, score, suggested_at
    from ops.article_suggestions
    semi join staging.tickets using (ticket_id)
    where state = 'attached'
),
by_template as (
    select suggestions.ticket_id, suggestions.article_id, usages.applied_at as used_at, usages.agent_id as used_by, 'template' as used_how, usages.usage_id as record_id
    from suggestions
    join analytics.template_usages as usages on usages.ticket_id = suggestions.ticket_id and usages.applied_at >= suggestions.suggested_at
    join analytics.templates as templates on templates.template_id = usages.template_id and templates.article_id = suggestions.article_id
),
replies as ( -- of the tickets in question only
    select ticket_id, message_id, author_id, text, created_at
    from staging.messages
    semi join suggestions using (ticket_id)
    where author_type = 'agent' and kind = 'reply'
),
by_link as (
    select suggestions.ticket_id, suggestions.article_id, replies.created_at as used_at, replies.author_id as used_by, 'link' as used_how, replies.message_id as record_id
    from suggestions
    join replies on replies.ticket_id = suggestions.ticket_id and replies.created_at >= suggestions.suggested_at and contains(replies.text, suggestions.url)
),
first_uses as ( -- of two at once the template is told
    select ticket_id, article_id, min(used_at) as used_at, arg_min(used_by, (used_at, used_how <> 'template', record_id)) as used_by,
        arg_min(used_how, (used_at, used_how <> 'template', record_id)) as used_how
    from (from by_template union all by name from by_link)
    group by ticket_id, article_id
)
select
    suggestions.ticket_id,
    suggestions.knowledge_base,
    suggestions.article_id,
    suggestions.title,
    suggestions.url,
    suggestions.rank,
    suggestions.score,
    suggestions.suggested_at,
    first_uses.used_at is not null as used,
    first_uses.used_at,
    first_uses.used_by,
    first_uses.used_how
from suggestions
left join first_uses using (ticket_id, article_id);
