-- analytics.template_usages: one application of a template to a ticket that is not deleted, reported by the CRM or seen in a reply
-- grain: usage · key: usage_id · rebuilt: by ticket · inputs: staging.template_usages, staging.tickets, staging.messages, staging.templates,
-- staging.ticket_events · means: docs/warehouse.md#template_usages
create or replace table analytics.template_usages as
with reported as (
    select usage_id, template_id, template_version, ticket_id, agent_id, message_id, applied_at, false as is_inferred
    from staging.template_usages
    semi join staging.tickets using (ticket_id)
),
without_message as ( -- the CRM knows of these, but not which reply they became
    select ticket_id, template_id, count(*) as usage_count
    from reported
    where message_id is null
    group by ticket_id, template_id
),
unreported_replies as ( -- replies that name a template, though no usage names them
    select message_id, ticket_id, template_id, author_id, created_at,
        row_number() over (partition by ticket_id, template_id order by created_at, message_id) as place
    from staging.messages as messages
    semi join staging.tickets using (ticket_id)
    anti join reported using (ticket_id, message_id)
    where author_type = 'agent' and kind = 'reply' and template_id is not null
),
inferred as ( -- a usage without a message accounts for one such reply, the earliest first
    select 'message:' || message_id as usage_id, template_id, null::bigint as template_version, ticket_id,
        author_id as agent_id, message_id, created_at as applied_at, true as is_inferred
    from unreported_replies
    left join without_message using (ticket_id, template_id)
    where place > coalesce(usage_count, 0)
),
usages as (
    from reported union all by name from inferred
),
patterns as ( -- the body as a LIKE pattern in which a {{variable}} stands for any text
    select template_id, version, updated_at, regexp_replace(
        regexp_replace(trim(replace(body, e'\r\n', e'\n'), e' \t\n'), '([\\%_])', '\\\1', 'g'), '\{\{[^{}]*\}\}', '%', 'g') as pattern
    from staging.templates
),
sent_texts as ( -- a message edited later no longer shows what was sent
    select ticket_id, message_id, trim(replace(text, e'\r\n', e'\n'), e' \t\n') as sent_text
    from staging.messages
    semi join usages using (ticket_id, message_id)
    where edited_at is null
),
reopenings as (
    select distinct ticket_id, occurred_at
    from staging.ticket_events
    where type = 'reopened'
        or (type = 'status_changed' and from_value in ('resolved', 'closed') and to_value not in ('resolved', 'closed'))
)
select
    usages.usage_id,
    usages.template_id,
    usages.template_version,
    usages.ticket_id,
    usages.agent_id,
    usages.message_id,
    usages.applied_at,
    usages.is_inferred,
    case -- only where the body at hand is the one that was applied
        when usages.template_version = patterns.version or (usages.template_version is null and patterns.updated_at <= usages.applied_at)
        then not (sent_texts.sent_text like patterns.pattern escape '\')
    end as edited_before_send,
    case
        when reopenings.occurred_at <= usages.applied_at + interval 168 hours then reopenings.occurred_at
    end as reopened_after_use_at -- the first reopening within 7 days
from usages
left join patterns using (template_id)
left join sent_texts using (ticket_id, message_id)
asof left join reopenings on reopenings.ticket_id = usages.ticket_id and reopenings.occurred_at > usages.applied_at;
