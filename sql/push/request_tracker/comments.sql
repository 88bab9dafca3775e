-- push.request_tracker.comments: public replies as comments; sent only where the connector's settings say "comments": true
-- grain: message · external key: comment_key · inputs: analytics.messages
select
    ticket_id || '/' || message_id as comment_key, -- the ticket's key leads to its ticket
    author_type || coalesce(' ' || author_id, '') as author,
    created_at as written_at,
    text
from analytics.messages
where kind = 'reply' and text <> '';
