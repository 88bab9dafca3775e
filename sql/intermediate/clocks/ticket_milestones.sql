-- intermediate.ticket_milestones: the instants that a ticket's clocks run between, and what was counted on the way, as of as_of
-- grain: ticket · key: ticket_id · rebuilt: by ticket
-- · inputs: intermediate.exchanges, intermediate.ticket_statuses, intermediate.turns, staging.clock_options, staging.messages,
-- staging.ticket_events, staging.tickets
-- · means: docs/metrics.md#milestones
create or replace table intermediate.ticket_milestones as
with tickets as (
    select * from staging.tickets
),
statuses as (
    select
        ticket_id,
        arg_max(status, stay) as status,
        arg_max(is_done, stay) as is_done,
        min(started_at) filter (resolves) as first_resolved_at,
        max(started_at) filter (resolves) as last_resolved_at,
        max(started_at) filter (status = 'closed') as last_closed_at,
        count(*) filter (reopens) as reopen_count,
        bool_or(status not in ('new', 'open', 'pending', 'on_hold', 'resolved', 'closed')) as has_unknown_status
    from intermediate.ticket_statuses
    group by ticket_id
),
turns as (
    select
        ticket_id,
        arg_min(act, turn) filter (act <> 'resolution') as first_speaker,
        arg_min(author_id, turn) filter (act = 'agent' and questions_before > 0) as first_response_agent_id,
        min(happened_at) filter (act = 'agent' and questions_before > 0) as first_response_at,
        count(*) filter (act = 'agent') as reply_count
    from intermediate.turns
    group by ticket_id
),
open_exchanges as (
    select distinct ticket_id from intermediate.exchanges where ended_at is null
),
assignments as (
    select ticket_id, to_value as agent_id,
        lag(to_value) over (partition by ticket_id order by occurred_at, event_id) as previous_agent_id
    from staging.ticket_events
    where type = 'assigned' and to_value is not null and occurred_at <= getvariable('as_of')::timestamptz
),
handoffs as (
    select ticket_id, count(*) as handoff_count
    from assignments
    where agent_id <> previous_agent_id
    group by ticket_id
),
events as (
    select
        events.ticket_id,
        bool_or(events.type in ('created', 'status_changed', 'reopened')) as has_statuses,
        bool_or(events.type = 'created' and coalesce(events.actor_type = 'agent', false)) as is_created_by_agent,
        bool_or(events.occurred_at < tickets.created_at) as has_early_event,
        bool_or(events.occurred_at > getvariable('as_of')::timestamptz) as has_future_event
    from staging.ticket_events as events
    join tickets using (ticket_id)
    group by events.ticket_id
),
messages as (
    select
        messages.ticket_id,
        bool_or(messages.created_at < tickets.created_at) as has_early_message,
        bool_or(messages.created_at > getvariable('as_of')::timestamptz) as has_future_message
    from staging.messages as messages
    join tickets using (ticket_id)
    group by messages.ticket_id
),
known as (
    select
        tickets.ticket_id,
        tickets.created_at,
        statuses.* exclude (ticket_id),
        coalesce(events.has_statuses, false) as has_statuses,
        messages.ticket_id is not null as has_messages,
        coalesce(events.is_created_by_agent, false) or coalesce(turns.first_speaker = 'agent', false) as is_opened_by_agent,
        turns.first_response_agent_id,
        case -- a ticket that has neither events nor messages has its own word only
            when has_statuses or has_messages then turns.first_response_at
            when tickets.first_response_at <= getvariable('as_of')::timestamptz then greatest(tickets.first_response_at, tickets.created_at)
        end as first_reply_at,
        coalesce(turns.reply_count, 0) as reply_count,
        coalesce(handoffs.handoff_count, 0) as handoff_count,
        open_exchanges.ticket_id is not null as has_open_exchange,
        coalesce(events.has_early_event, false) or coalesce(messages.has_early_message, false) as has_early_record,
        coalesce(events.has_future_event, false) or coalesce(messages.has_future_message, false)
            or tickets.created_at > getvariable('as_of')::timestamptz as has_future_record
    from tickets
    join statuses using (ticket_id)
    left join turns using (ticket_id)
    left join open_exchanges using (ticket_id)
    left join handoffs using (ticket_id)
    left join events using (ticket_id)
    left join messages using (ticket_id)
),
options as (
    select counts_bots, first_response_from from staging.clock_options
),
heard as ( -- what bots and customers said, where the options ask for bots
    select messages.ticket_id, messages.author_type, greatest(messages.created_at, tickets.created_at) as said_at, messages.message_id
    from staging.messages as messages
    join tickets using (ticket_id)
    join options on options.counts_bots or options.first_response_from = 'bot_handoff'
    where messages.kind = 'reply' and messages.author_type in ('customer', 'bot') and messages.created_at <= getvariable('as_of')::timestamptz
),
questions as (
    select ticket_id, min((said_at, message_id)) as first_question from heard where author_type = 'customer' group by ticket_id
),
bots as (
    select heard.ticket_id, min(heard.said_at) as first_bot_at,
        min(heard.said_at) filter ((heard.said_at, heard.message_id) > questions.first_question and options.counts_bots) as first_answer_at
    from heard
    cross join options
    left join questions using (ticket_id)
    where heard.author_type = 'bot'
    group by heard.ticket_id
),
taken as ( -- when an agent was given the ticket, where the options ask for it; for a ticket that a bot held, after the bot had spoken
    select events.ticket_id, min(greatest(events.occurred_at, tickets.created_at)) as taken_at
    from staging.ticket_events as events
    join tickets using (ticket_id)
    join options on options.first_response_from <> 'creation'
    left join bots using (ticket_id)
    where events.type = 'assigned' and events.to_value is not null and events.occurred_at <= getvariable('as_of')::timestamptz
        and (options.first_response_from = 'assignment' or greatest(events.occurred_at, tickets.created_at) >= bots.first_bot_at)
    group by events.ticket_id
),
answered as (
    select
        known.* replace (
            least(known.first_reply_at, bots.first_answer_at) as first_reply_at,
            case when bots.first_answer_at < known.first_reply_at then null else known.first_response_agent_id end as first_response_agent_id
        ),
        case -- while nobody has taken a ticket that must be taken, the clock has not started; one that was answered before counts from its creation
            when options.first_response_from = 'creation' or (options.first_response_from = 'bot_handoff' and bots.first_bot_at is null) then known.created_at
            when taken.taken_at <= coalesce(least(known.first_reply_at, bots.first_answer_at), taken.taken_at) then taken.taken_at
            when least(known.first_reply_at, bots.first_answer_at) is not null then known.created_at
        end as frt_started_at
    from known
    cross join options
    left join bots using (ticket_id)
    left join taken using (ticket_id)
)
select
    ticket_id,
    created_at,
    case when not is_opened_by_agent then frt_started_at end as frt_started_at,
    status,
    is_done,
    has_statuses,
    is_opened_by_agent,
    case when not is_opened_by_agent then first_reply_at end as first_response_at,
    case when not is_opened_by_agent then first_response_agent_id end as first_response_agent_id,
    first_resolved_at,
    case when is_done then last_resolved_at end as resolved_at, -- a reopened ticket is not resolved
    case when status = 'closed' then last_closed_at end as closed_at,
    reopen_count,
    reply_count,
    handoff_count,
    not is_done or has_open_exchange or (not is_opened_by_agent and first_reply_at is null) as is_running,
    has_early_record,
    has_future_record,
    has_unknown_status
from answered;
