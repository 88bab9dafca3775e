-- What was recorded of the ticket, in the order of time, and what came of each record.
with events as (
    select occurred_at as happened_at, 'event' as kind, event_id as record_id, type as what, actor_type as role, actor_id as author_id, from_value, to_value
    from staging.ticket_events
),
messages as (
    select created_at as happened_at, 'message' as kind, message_id as record_id, kind as what, author_type as role, author_id, null as from_value, null as to_value
    from staging.messages
),
records as (
    from events
    union all
    from messages
),
timed as ( -- nothing happens to a ticket before it is there
    select records.*, greatest(happened_at, milestones.created_at) as counted_at,
        happened_at < milestones.created_at as is_early, happened_at > getvariable('as_of')::timestamptz as is_future,
        milestones.first_response_at
    from records
    cross join intermediate.ticket_milestones as milestones
),
statuses as ( -- a change of status that is told twice counts once
    select started_at as counted_at, status, bool_or(resolves) as resolves, bool_or(reopens) as reopens
    from intermediate.ticket_statuses
    group by started_at, status
),
said as (
    select timed.*,
        kind = 'message' and what = 'reply' and role in ('customer', 'agent') as is_turn,
        kind = 'event' and what in ('created', 'status_changed', 'reopened') as is_status
    from timed
)
select
    said.happened_at, said.kind, said.record_id, said.what, said.role, said.author_id, agents.name as author_name, said.from_value, said.to_value,
    case
        when is_future then 'after as_of: left out'
        else concat_ws('; ',
            case when is_early then 'dated before the creation: counts from there' end,
            case when is_turn and said.role = 'customer' and asked.exchange is not null then 'waits for an answer: exchange ' || asked.exchange end,
            case when is_turn and said.role = 'agent' and said.counted_at = said.first_response_at then 'the first response' end,
            case when is_turn and said.role = 'agent' and answered.exchange is not null then 'answers exchange ' || answered.exchange end,
            case when said.kind = 'message' and said.what = 'note' then 'an internal note: no reply' end,
            case when said.kind = 'message' and said.what = 'reply' and coalesce(said.role, '') not in ('customer', 'agent') then 'not by a person: no reply' end,
            case when is_status and statuses.resolves then 'a resolution' end,
            case when is_status and statuses.reopens then 'a reopening' end)
    end as effect
from said
left join statuses on said.is_status and statuses.counted_at = said.counted_at and statuses.status = coalesce(said.to_value, case said.what when 'created' then 'new' else 'open' end)
left join intermediate.exchanges as asked on said.is_turn and said.role = 'customer' and asked.asked_at = said.counted_at
left join intermediate.exchanges as answered on said.is_turn and said.role = 'agent' and answered.replied_at = said.counted_at
left join staging.agents as agents on agents.agent_id = said.author_id
order by said.happened_at, said.kind, said.record_id;
