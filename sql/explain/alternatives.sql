-- What other settings would have made of the clocks: one row where the figure would be another one.
with clocks as (
    from explain.clocks
),
addends as (
    from explain.addends
),
open_times as (
    select *, epoch_us(opens_at) // 1000000 as opens_second, epoch_us(closes_at) // 1000000 as closes_second from explain.open_times
),
slices as (
    from intermediate.ticket_slices where is_own
),
options as (
    from staging.clock_options
),
figures as (
    select clock, instance, sum(business_seconds) filter (left_out is null) as seconds, sum(calendar_seconds) filter (left_out is null) as plain_seconds
    from addends
    group by clock, instance
),
holding as ( -- the calendar that held when each clock ended
    select clocks.clock, clocks.instance, ended.calendar_id as last_calendar_id
    from clocks
    join slices as ended on ended.started_second = epoch_us(clocks.ended_at) // 1000000
    where clocks.statuses = [] -- a sum of spans has no event at its end
),
created as (
    select arg_min(calendar_id, started_second) as calendar_id from slices
),
counted_times as (
    select addends.clock, addends.instance, open_times.calendar_id, open_times.is_counted, open_times.seconds
    from addends
    join open_times using (slice_started_at)
    where addends.left_out is null
),
in_one_calendar as (
    select clock, instance, 'calendarChange' as option, 'at_creation' as value, sum(seconds) filter (counted_times.calendar_id = created.calendar_id) as seconds
    from counted_times
    cross join created
    group by clock, instance
    union all
    select clock, instance, 'calendarChange', 'at_event', sum(seconds) filter (counted_times.calendar_id = holding.last_calendar_id)
    from counted_times
    join holding using (clock, instance)
    group by clock, instance
    union all
    select clock, instance, 'calendarChange', 'each', sum(seconds) filter (is_counted) from counted_times group by clock, instance
),
without_pauses as (
    select clock, instance, 'pauseStatuses' as option, 'none' as value, sum(addends.business_seconds) as seconds
    from addends
    join clocks using (clock, instance)
    where clocks.skips_pauses and (left_out is null or left_out like 'paused%')
    group by clock, instance
),
first_answers as (
    select
        min(messages.created_at) filter (author_type in ('agent', 'bot')) as answered_at,
        (select min(occurred_at) from staging.ticket_events where type = 'assigned' and to_value is not null) as assigned_at
    from staging.messages as messages
    where kind = 'reply' and messages.created_at <= getvariable('as_of')::timestamptz
        and messages.created_at >= (select min(created_at) from staging.messages where kind = 'reply' and author_type = 'customer')
),
other_first_responses as (
    select 'frt' as clock, 1 as instance, 'first response' as option, 'replies by bots count' as value,
        coalesce(sum(greatest(0, least(closes_second, epoch_us(answered_at) // 1000000) - opens_second)), 0) as seconds
    from first_answers
    left join open_times on is_counted
    where answered_at is not null
    group by all
    union all
    select 'frt', 1, 'first response', 'starts at the first assignment',
        coalesce(sum(greatest(0, least(closes_second, epoch_us(clocks.ended_at) // 1000000) - greatest(opens_second, epoch_us(assigned_at) // 1000000))), 0)
    from first_answers
    join clocks on clocks.clock = 'frt'
    left join open_times on is_counted
    where assigned_at is not null
    group by all
),
others as (
    -- where all is read by the calendar at creation, the others are not looked up
    select in_one_calendar.* from in_one_calendar join options on options.calendar_change <> 'at_creation'
    union all
    from without_pauses
    union all
    select other_first_responses.* from other_first_responses join options on options.first_response_from = 'creation' and not options.counts_bots
)
select others.clock, others.instance, others.option, others.value, coalesce(others.seconds, 0)::bigint as seconds
from others
join figures using (clock, instance)
where coalesce(others.seconds, 0) <> figures.seconds
union all
select clock, instance, 'time', 'calendar', plain_seconds::bigint from figures where plain_seconds <> coalesce(seconds, -1)
order by all;
