-- analytics.template_candidates: a text that agents keep typing by hand, and that a template could save them
-- grain: text · key: candidate_id · inputs: intermediate.typed_replies, analytics.messages · means: docs/warehouse.md#template_candidates
create or replace table analytics.template_candidates as
with repeated as (
    select
        said,
        count(*) as replies,
        count(distinct ticket_id) as tickets,
        count(distinct agent_id) as agents,
        min(sent_at) as first_sent_at,
        max(sent_at) as last_sent_at,
        arg_max(message_id, (sent_at, message_id)) as example_message_id
    from intermediate.typed_replies
    group by said
    having count(distinct ticket_id) >= 5 -- one customer's long thread makes no template
)
select
    lower(hex(said)) as candidate_id,
    repeated.replies,
    repeated.tickets,
    repeated.agents,
    repeated.first_sent_at,
    repeated.last_sent_at,
    messages.ticket_id as example_ticket_id,
    repeated.example_message_id,
    messages.text as example
from repeated
join analytics.messages as messages on messages.message_id = repeated.example_message_id;
