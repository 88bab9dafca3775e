-- What each clock counted: a row a slice between its two instants, with the reason where the slice was left out.
with slices as (
    from intermediate.ticket_slices where ended_second is not null
),
readings as ( -- a clock that an event ended is read by the calendar that held there, any other by the ticket's
    select distinct clocks.clock, clocks.instance, slices.reading
    from explain.clocks as clocks
    join intermediate.ticket_slices as slices on
        case
            when clocks.is_running or clocks.statuses <> [] then slices.is_standing
            else slices.is_own and slices.started_second = epoch_us(clocks.ended_at) // 1000000
        end
),
judged as (
    select clocks.clock, clocks.instance, slices.calendar_id, slices.started_second, slices.calendar_seconds, slices.business_seconds,
        case
            when clocks.statuses <> [] and not list_contains(clocks.statuses, slices.status) then 'in ' || slices.status
            when clocks.skips_done and slices.is_done then 'in ' || slices.status
            when clocks.skips_pauses and slices.is_paused then 'paused in ' || slices.status
        end as left_out
    from explain.clocks as clocks
    join readings using (clock, instance)
    join slices
        on slices.reading = readings.reading
        and slices.started_second >= epoch_us(clocks.started_at) // 1000000
        and slices.ended_second <= epoch_us(clocks.ended_at) // 1000000
)
select clock, instance, calendar_id, to_timestamp(started_second) as slice_started_at, calendar_seconds, business_seconds, left_out
from judged
order by clock, instance, started_second;
