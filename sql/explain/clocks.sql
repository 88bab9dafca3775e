-- Each clock of the ticket: between which instants it runs, what it counts, and the figure that the marts show; ended_at is where it is read when it still runs.
with milestones as (
    from intermediate.ticket_milestones
),
metrics as (
    from analytics.ticket_metrics
),
reading as ( -- a clock that runs is read at the last slice, which starts at as_of
    select to_timestamp(max(started_second)) as read_at from intermediate.ticket_slices
),
resolutions as (
    select 3 as place, 'first_resolution' as clock, first_resolved_at as ended_at, false as skips_pauses, false as skips_done,
        first_resolution_calendar_seconds as calendar_seconds, first_resolution_business_seconds as business_seconds
    from metrics
    union all
    select 4, 'full_resolution', resolved_at, false, false, full_resolution_calendar_seconds, full_resolution_business_seconds from metrics
    union all
    select 5, 'active_resolution', resolved_at, true, true, active_resolution_calendar_seconds, active_resolution_business_seconds from metrics
),
replies as (
    select exchanges.exchange, exchanges.asked_at, exchanges.ended_at, exchanges.ended_by, replies.reply_calendar_seconds, replies.reply_business_seconds
    from intermediate.exchanges as exchanges
    join analytics.ticket_replies as replies using (ticket_id, exchange)
),
clocks as (
    select 1 as place, 'frt' as clock, 1 as instance, milestones.frt_started_at as started_at, metrics.first_response_at as ended_at, false as skips_pauses, false as skips_done, null::varchar[] as statuses,
        frt_calendar_seconds as calendar_seconds, frt_business_seconds as business_seconds
    from metrics
    join milestones using (ticket_id)
    where milestones.frt_started_at is not null -- opened by an agent, or not yet where the options let it start
    union all
    select 2, 'next_reply', exchange, asked_at, ended_at, true, false, null, reply_calendar_seconds, reply_business_seconds from replies
    union all
    select resolutions.place, resolutions.clock, 1, created_at, ended_at, skips_pauses, skips_done, null, resolutions.calendar_seconds, resolutions.business_seconds
    from resolutions
    cross join milestones
    union all
    select sums.place, sums.clock, 1, milestones.created_at, null, false, false, sums.statuses, null,
        case sums.clock
            when 'requester_wait' then requester_wait_business_seconds
            when 'agent_work' then agent_work_business_seconds
            when 'agent_wait' then agent_wait_business_seconds
            else on_hold_business_seconds
        end
    from metrics
    cross join milestones
    cross join (values (6, 'requester_wait', ['new', 'open', 'on_hold']), (7, 'agent_work', ['new', 'open']), (8, 'agent_wait', ['pending']), (9, 'on_hold', ['on_hold'])) as sums (place, clock, statuses)
)
select
    clocks.clock, clocks.instance, clocks.started_at, coalesce(clocks.ended_at, reading.read_at) as ended_at, clocks.ended_at is null and clocks.statuses is null as is_running,
    clocks.skips_pauses, clocks.skips_done, coalesce(clocks.statuses, []) as statuses, clocks.calendar_seconds, clocks.business_seconds
from clocks
cross join reading
order by clocks.place, clocks.instance;
