-- analytics.ticket_replies: an exchange: the oldest unanswered customer message and the human reply that ended it, or none yet
-- grain: ticket × exchange · key: ticket_id, exchange · rebuilt: by ticket · inputs: intermediate.exchanges, intermediate.ticket_slices
-- · means: docs/metrics.md#next-reply
create or replace table analytics.ticket_replies as
with exchanges as (
    select *, epoch_us(asked_at) // 1000000 as asked_second, epoch_us(replied_at) // 1000000 as replied_second
    from intermediate.exchanges
)
select
    exchanges.ticket_id,
    exchanges.exchange,
    exchanges.asked_at,
    exchanges.replied_at,
    exchanges.agent_id,
    replied.unpaused_calendar_before - asked.unpaused_calendar_before as reply_calendar_seconds,
    replied.unpaused_business_before - asked.unpaused_business_before as reply_business_seconds,
    exchanges.ended_by,
    exchanges.ended_at
from exchanges
left join intermediate.ticket_slices as replied
    on replied.ticket_id = exchanges.ticket_id and replied.started_second = exchanges.replied_second and replied.is_own
left join intermediate.ticket_slices as asked
    on asked.ticket_id = exchanges.ticket_id and asked.started_second = exchanges.asked_second and asked.reading = replied.reading;
