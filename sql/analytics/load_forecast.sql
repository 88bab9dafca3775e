-- analytics.load_forecast: an estimate: how many tickets an hour of the week is expected to bring, which is what it brought on average in the last
-- whole weeks, eight at most; weekday and hour are by the wall clock of the default calendar's zone
-- grain: weekday × hour · key: weekday, hour · inputs: staging.local_offsets, staging.tickets · means: docs/metrics.md#forecasts
create or replace table analytics.load_forecast as
with arrivals as (
    select epoch_us(created_at) // 1000000 as second from staging.tickets where created_at <= getvariable('as_of')::timestamptz
),
span as ( -- up to the last full hour, and not before the first ticket
    select
        epoch_us(getvariable('as_of')::timestamptz) // 3600000000 as end_hour,
        least(8, (end_hour - min(second) // 3600 - 1) // 168) as weeks
    from arrivals
),
offsets as (
    select epoch_us(begins_at) // 1000000 as begins_second, offset_seconds from staging.local_offsets
),
instants as ( -- every hour of the span once, and every arrival in it
    select unnest(range(end_hour - weeks * 168, end_hour)) * 3600 as second, 0 as arrived from span where weeks > 0
    union all
    select second, 1
    from arrivals
    join span on second >= (end_hour - weeks * 168) * 3600 and second < end_hour * 3600
),
locals as (
    select instants.arrived, instants.second + offsets.offset_seconds as local_second
    from instants
    asof join offsets on offsets.begins_second <= instants.second
),
per_hour as (
    select
        (local_second // 86400 + 3) % 7 + 1 as weekday, -- 1 is Monday; the first of January 1970 was a Thursday
        local_second % 86400 // 3600 as hour,
        count(*) filter (arrived = 0) as weeks,
        sum(arrived)::bigint as arrivals
    from locals
    group by weekday, hour
),
hours as ( -- all of them, as soon as there is a whole week: the one that a clock skipped in the only week stands on nothing
    select weekdays.weekday, hours.hour
    from (select unnest(range(1, 8)) as weekday) as weekdays
    cross join (select unnest(range(24)) as hour) as hours
    where exists (from per_hour)
)
select
    hours.weekday,
    hours.hour,
    coalesce(per_hour.weeks, 0) as weeks, -- how many such hours the figure stands on; one more or less where a clock changed
    coalesce(per_hour.arrivals, 0) as arrivals,
    per_hour.arrivals / nullif(per_hour.weeks, 0) as expected_arrivals
from hours
left join per_hour using (weekday, hour);
