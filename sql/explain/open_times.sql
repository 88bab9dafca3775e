-- When each calendar that the ticket was ever in was open during each slice; is_counted says that it was the slice's own calendar.
with slices as (
    from intermediate.ticket_slices where is_own and ended_second is not null
),
intervals as (
    select calendar_id, epoch_us(opens_at) // 1000000 as opens_second, epoch_us(closes_at) // 1000000 as closes_second
    from staging.working_intervals
    where calendar_id in (select calendar_id from intermediate.ticket_slices)
)
select
    to_timestamp(slices.started_second) as slice_started_at, intervals.calendar_id, intervals.calendar_id = slices.calendar_id as is_counted,
    to_timestamp(greatest(slices.started_second, opens_second)) as opens_at, to_timestamp(least(slices.ended_second, closes_second)) as closes_at,
    least(slices.ended_second, closes_second) - greatest(slices.started_second, opens_second) as seconds
from slices
join intervals on opens_second < slices.ended_second and closes_second > slices.started_second
order by all;
