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
timed as ( -- the calendar's own running total where the slice starts and where it ends
    select
        stretches.*,
        stretches.ended_second - stretches.started_second as calendar_seconds,
        case when stretches.calendar_id is not null then
            coalesce(opening.seconds_before + least(stretches.started_second, opening.closes_second) - opening.opens_second, 0)
        end as calendar_total,
        case when stretches.calendar_id is not null and stretches.ended_second is not null then
            coalesce(closing.seconds_before + least(stretches.ended_second, closing.closes_second) - closing.opens_second, 0)
        end - calendar_total as business_seconds
    from stretches
    asof left join intervals as opening on opening.calendar_id = stretches.calendar_id and opening.opens_second <= stretches.started_second
    asof left join intervals as closing on closing.calendar_id = stretches.calendar_id and closing.opens_second <= stretches.ended_second
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
