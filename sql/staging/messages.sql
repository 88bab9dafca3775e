-- staging.messages: a message of a thread, typed; also those of deleted tickets
-- grain: message · key: message_id · rebuilt: by ticket · inputs: raw.messages
create or replace table staging.messages as
with records as (
    select id, ticket_id, from_json(body, '{
        "author": {"type": "VARCHAR", "id": "VARCHAR"}, "kind": "VARCHAR", "text": "VARCHAR", "template_id": "VARCHAR",
        "created_at": "TIMESTAMPTZ", "edited_at": "TIMESTAMPTZ"
    }') as message
    from raw.messages
    where deleted_at is null
)
select
    id as message_id,
    ticket_id,
    message.author.type as author_type,
    message.author.id as author_id,
    message.kind,
    message.text,
    message.template_id,
    message.created_at,
    message.edited_at
from records;
