-- push.redmine.notes: public replies as notes in the issue's journal; sent only where the connector's settings say "notes": true
-- grain: message · external key: note_key · inputs: analytics.messages
select
    ticket_id || '/' || message_id as note_key, -- the ticket's key leads to its issue
    author_type || coalesce(' ' || author_id, '') as author,
    created_at as written_at,
    text
from analytics.messages
where kind = 'reply' and text <> '';
