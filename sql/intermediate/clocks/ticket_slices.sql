-- intermediate.ticket_slices: a stretch of a ticket's life with its seconds, and the totals up to its start: every clock of the ticket is
-- the difference of two of these totals
-- grain: ticket × reading × slice · key: ticket_id, reading, started_second · rebuilt: by ticket · inputs: intermediate.ruled_stretches, staging.working_intervals
-- · means: docs/metrics.md#slices
create or replace table intermediate.ticket_slices as
with stretches as (
    from intermediate.ruled_stretches
),
intervals as (
    select calendar_id, epoch_us(opens_at) // 1000000 as opens_second, epoch_us(closes_at) // 1000000 as closes_second, seconds_before
    from staging.working_intervals
),
met_intervals as ( -- of decades of intervals those that a slice can meet, and of each calendar the one before them: they are sorted for each look-up
    select calendar_id, opens_second, closes_second, seconds_before
    from intervals
    where opens_second > (select min(started_second) from stretches) and opens_second <= (select max(coalesce(ended_second, started_second)) from stretches)
    union all
    select calendar_id, max(opens_second), arg_max(closes_second, opens_second), arg_max(seconds_before, opens_second)
    from intervals
    where opens_second <= (select min(started_second) from stretches)
    group by calendar_id
),
seconds as ( -- where a slice ends, as a rule the next one starts
    select calendar_id, started_second as second from stretches where calendar_id is not null
    union
    select calendar_id, ended_second from stretches where calendar_id is not null and ended_second is not null
),
totals as ( -- the calendar's own running total
    select seconds.calendar_id, seconds.second, coalesce(seconds_before + least(second, closes_second) - opens_second, 0) as calendar_total
    from seconds
    asof left join met_intervals as intervals on intervals.calendar_id = seconds.calendar_id and opens_second <= second
),
timed as (
    select
        stretches.*,
        stretches.ended_second - stretches.started_second as calendar_seconds,
        opening.calendar_total,
        closing.calendar_total - opening.calendar_total as business_seconds
    from stretches
    left join totals as opening on opening.calendar_id = stretches.calendar_id and opening.second = stretches.started_second
    left join totals as closing on closing.calendar_id = stretches.calendar_id and closing.second = stretches.ended_second
)
select
    ticket_id, started_second, ended_second, stay, status, queue_id, priority, calendar_id, sla_policy, is_paused, is_done,
    calendar_seconds,
    business_seconds,
    calendar_total,
    tier,
    terms_version,
    reading,
    is_own,
    is_standing,
    coalesce(sum(calendar_seconds) over before, 0)::bigint as calendar_before,
    coalesce(sum(calendar_seconds) filter (not is_paused) over before, 0)::bigint as unpaused_calendar_before,
    coalesce(sum(calendar_seconds) filter (not is_paused and not is_done) over before, 0)::bigint as active_calendar_before,
    case when calendar_id is not null then coalesce(sum(business_seconds) over before, 0)::bigint end as business_before,
    case when calendar_id is not null then coalesce(sum(business_seconds) filter (not is_paused) over before, 0)::bigint end as unpaused_business_before,
    case when calendar_id is not null then
        coalesce(sum(business_seconds) filter (not is_paused and not is_done) over before, 0)::bigint
    end as active_business_before
from timed
window before as (partition by ticket_id, reading order by started_second rows between unbounded preceding and 1 preceding);
