-- intermediate.turns: what was said in public by people, and the resolutions in between, in the order in which they happened by as_of
-- grain: ticket × turn · key: ticket_id, turn · rebuilt: by ticket · inputs: intermediate.ticket_statuses, staging.messages, staging.tickets
-- · means: docs/metrics.md#next-reply
create or replace table intermediate.turns as
with spoken as ( -- bots, system messages and notes answer nobody
    select messages.ticket_id, greatest(messages.created_at, tickets.created_at) as happened_at, 1 as place,
        messages.message_id, messages.author_type as act, messages.author_id
    from staging.messages as messages
    join staging.tickets as tickets using (ticket_id)
    where messages.kind = 'reply'
        and messages.author_type in ('customer', 'agent')
        and messages.created_at <= getvariable('as_of')::timestamptz
),
resolutions as ( -- a reply of the same instant came first: it is what the ticket was resolved with
    select ticket_id, started_at as happened_at, 2 as place, '' as message_id, 'resolution' as act, null as author_id
    from intermediate.ticket_statuses
    where resolves
),
acts as (
    from spoken
    union all
    from resolutions
)
select
    ticket_id,
    row_number() over so_far as turn,
    act,
    happened_at,
    author_id,
    count(*) filter (act = 'customer') over so_far as questions_before, -- with this one, if it is one
    count(*) filter (act <> 'customer') over (so_far rows between unbounded preceding and 1 preceding) as endings_before
from acts
window so_far as (partition by ticket_id order by happened_at, place, message_id);
