-- analytics.sla_events: an SLA clock of a ticket: what was promised, by when, and how it stands as of as_of
-- grain: ticket × metric × instance · key: ticket_id, metric, instance · rebuilt: by ticket
-- · inputs: intermediate.sla_clocks, staging.working_intervals · means: docs/metrics.md#sla
create or replace table analytics.sla_events as
with intervals as ( -- a target is used up in one that closes later than the clock stands; the decades before need not be sorted
    select calendar_id, epoch_us(opens_at) // 1000000 as opens_second, epoch_us(closes_at) // 1000000 as closes_second, seconds_before
    from staging.working_intervals
    where closes_second > (select min(least(due_from.second, warn_from.second)) from intermediate.sla_clocks)
),
clocks as (
    select *,
        case
            when fulfilled_at is not null and elapsed_seconds <= target_seconds then 'met'
            when elapsed_seconds > target_seconds then 'breached'
            when is_paused then 'paused'
            when elapsed_seconds >= warning_seconds then 'warning'
            when elapsed_seconds is not null then 'running'
        end as status
    from intermediate.sla_clocks
),
turning as ( -- while a clock stands still, nobody knows when what is left of its target will be used up
    select ticket_id, metric, instance, is_business, due_from as due, status = 'paused' and warning_seconds > elapsed_seconds as has_no_warning,
        warn_from as warn, breach_from as breach, status = 'paused' as has_no_due
    from clocks
),
dues as ( -- strictly later than the total before an interval: a target used up exactly at closing is due at closing
    select ticket_id, metric, instance,
        case when not is_business then due.second + due.remaining
            else opens_second + due.calendar_total + due.remaining - seconds_before
        end as due_second,
        not is_business or (due_second < closes_second and breach.second = due.second) as is_breached_next
    from (select * from turning where not has_no_due) as turning
    asof left join intervals on intervals.calendar_id = due.calendar_id and seconds_before < due.calendar_total + due.remaining
    where not is_business or due_second <= closes_second -- a calendar that never opens again leaves nothing due
),
late as ( -- used up exactly at closing, or just when the calendar changed: nobody is late before the next working second
    select ticket_id, metric, instance, opens_second + breach.calendar_total + breach.remaining - seconds_before as breach_second
    from (select turning.* from turning join dues using (ticket_id, metric, instance) where not is_breached_next) as turning
    asof join intervals on intervals.calendar_id = breach.calendar_id and seconds_before < breach.calendar_total + breach.remaining
    where breach_second <= closes_second
),
warnings as (
    select ticket_id, metric, instance,
        case when not is_business then warn.second + warn.remaining
            else opens_second + warn.calendar_total + warn.remaining - seconds_before
        end as warn_second
    from (select * from turning where not has_no_warning) as turning
    asof left join intervals on intervals.calendar_id = warn.calendar_id and seconds_before < warn.calendar_total + warn.remaining
    where not is_business or warn_second <= closes_second
)
select
    clocks.ticket_id, clocks.metric, clocks.instance, clocks.policy, clocks.target_seconds, clocks.is_business,
    clocks.started_at,
    to_timestamp(dues.due_second) as due_at,
    to_timestamp(warnings.warn_second) as warn_at,
    to_timestamp(case when dues.is_breached_next then dues.due_second + 1 else late.breach_second end) as breach_at,
    clocks.fulfilled_at,
    clocks.status,
    clocks.elapsed_seconds,
    case when clocks.status = 'breached' then clocks.elapsed_seconds - clocks.target_seconds end as breach_seconds
from clocks
left join dues using (ticket_id, metric, instance)
left join late using (ticket_id, metric, instance)
left join warnings using (ticket_id, metric, instance);
