-- Rows mean: two intervals of a calendar touch or overlap, or the running total jumps, so look-ups count seconds twice or not at all.
with neighbours as (
    select *,
        lag(closes_at) over in_order as previous_closes_at,
        lag(seconds_before) over in_order + lag(epoch_us(closes_at) - epoch_us(opens_at)) over in_order // 1000000 as expected_before
    from staging.working_intervals
    window in_order as (partition by calendar_id order by opens_at)
)
select calendar_id, opens_at, closes_at, seconds_before, expected_before
from neighbours
where opens_at >= closes_at or opens_at <= previous_closes_at or seconds_before <> coalesce(expected_before, 0);
