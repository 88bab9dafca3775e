-- intermediate.typed_replies: a public reply that an agent wrote without a template, and what it says as a number, so that equal texts are found cheaply
-- grain: message · key: message_id · rebuilt: by ticket · inputs: analytics.messages, analytics.template_usages · means: docs/warehouse.md#template_candidates
create or replace table intermediate.typed_replies as
with replies as (
    select ticket_id, message_id, author_id as agent_id, created_at as sent_at,
        regexp_replace(regexp_replace(lower(trim(text, e' \t\r\n')), '[0-9]+', '0', 'g'), '\s+', ' ', 'g') as said -- amounts, dates and order numbers make no other text
    from analytics.messages
    where author_type = 'agent' and kind = 'reply' and template_id is null
),
from_templates as (
    select ticket_id, message_id from analytics.template_usages where message_id is not null
)
select ticket_id, message_id, agent_id, sent_at, md5_number_lower(said) as said
from replies
anti join from_templates using (ticket_id, message_id)
where length(said) >= 30; -- shorter ones are courtesies
