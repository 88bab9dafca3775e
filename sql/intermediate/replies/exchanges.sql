-- intermediate.exchanges: the oldest unanswered message of a customer, and what ended the wait: a human reply or a resolution
-- grain: ticket × exchange · key: ticket_id, exchange · rebuilt: by ticket · inputs: intermediate.ticket_statuses, intermediate.turns · means: docs/metrics.md#next-reply
create or replace table intermediate.exchanges as
with exchanges as ( -- a turn belongs to the exchange after the endings before it; a second reply in a row ends none
    select
        ticket_id,
        endings_before,
        min(happened_at) filter (act = 'customer') as asked_at,
        min(happened_at) filter (act <> 'customer') as ended_at,
        min(author_id) filter (act = 'agent') as agent_id,
        case min(act) filter (act <> 'customer') when 'agent' then 'reply' when 'resolution' then 'resolution' end as ended_by
    from intermediate.turns
    group by ticket_id, endings_before
    having asked_at is not null
),
done_since as ( -- from when on a ticket has been resolved or closed for good
    select ticket_id, max(started_at) filter (resolves) as done_at
    from intermediate.ticket_statuses
    group by ticket_id
    having bool_or(is_done and ended_at is null)
)
select
    ticket_id,
    row_number() over (partition by ticket_id order by endings_before) as exchange,
    asked_at,
    case when ended_by = 'reply' then ended_at end as replied_at,
    ended_at,
    agent_id,
    ended_by
from exchanges
left join done_since using (ticket_id)
where ended_by is not null or done_at is null or asked_at <= done_at; -- a closing word on a ticket that stays done waits for nobody
