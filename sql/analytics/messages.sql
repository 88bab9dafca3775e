-- analytics.messages: a message of a ticket that is not deleted: replies and internal notes, of whatever author
-- grain: message · key: message_id · rebuilt: by ticket · inputs: staging.messages, staging.tickets · means: docs/warehouse.md#messages
create or replace table analytics.messages as
select message_id, ticket_id, author_type, author_id, kind, text, template_id, created_at, edited_at
from staging.messages
semi join staging.tickets using (ticket_id);
