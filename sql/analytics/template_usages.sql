-- analytics.template_usages: one application of a template to a ticket that is not deleted, reported by the CRM or seen in a reply
-- grain: usage · key: usage_id · rebuilt: by ticket · inputs: staging.template_usages, staging.tickets, staging.messages, staging.ticket_events,
-- intermediate.template_texts · means: docs/warehouse.md#template_usages
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
numbered as (
    select template_id, version as template_version, pattern, own_text, variables
    from intermediate.template_texts
    where is_of_number
),
standing as (
    select template_id, version_at, pattern, own_text, variables
    from intermediate.template_texts
    where is_standing
),
sent_texts as ( -- a message edited later no longer shows what was sent
    select ticket_id, message_id, trim(replace(text, e'\r\n', e'\n'), e' \t\n') as sent_text
    from staging.messages
    semi join usages using (ticket_id, message_id)
    where edited_at is null
),
sent_usages as ( -- the words that were applied, as far as they are at hand, beside those that were sent
    select
        usages.*,
        sent_texts.sent_text,
        if(usages.template_version is null, standing.pattern, numbered.pattern) as pattern,
        if(usages.template_version is null, standing.own_text, numbered.own_text) as own_text,
        if(usages.template_version is null, standing.variables, numbered.variables) as variables
    from usages
    left join sent_texts using (ticket_id, message_id)
    left join numbered using (template_id, template_version)
    asof left join standing on standing.template_id = usages.template_id and standing.version_at <= usages.applied_at
),
compared as (
    select
        *,
        not (sent_text like pattern escape '\') as is_edited,
        strlen(own_text) as own_bytes,
        strlen(sent_text) as sent_bytes,
        least(greatest(0, strlen(sent_text) - strlen(own_text)), 32 * variables) as filled_bytes -- what fills a variable makes the text longer, and no change
    from sent_usages
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
    usages.is_edited as edited_before_send,
    case
        when is_edited is null then null
        when not is_edited then 0
        when own_bytes * sent_bytes > 4000000 then null -- some seconds a thousand of them
        else (levenshtein(own_text, sent_text) - filled_bytes) / greatest(1, own_bytes, sent_bytes - filled_bytes)
    end as edit_share,
    case
        when reopenings.occurred_at <= usages.applied_at + interval 168 hours then reopenings.occurred_at
    end as reopened_after_use_at -- the first reopening within 7 days
from compared as usages
asof left join reopenings on reopenings.ticket_id = usages.ticket_id and reopenings.occurred_at > usages.applied_at;
