-- analytics.agent_ticket_daily: the working time of a day (UTC) for which an agent had a ticket that waited for the team
-- grain: ticket × day × agent · key: ticket_id, day, agent_id · rebuilt: by ticket
-- · inputs: intermediate.ticket_holders, intermediate.ticket_slices, staging.working_intervals · means: docs/metrics.md#work-by-agent-and-day
create or replace table analytics.agent_ticket_daily as
with worked as ( -- what counts as work on a ticket, as in agent_work
    select ticket_id, calendar_id, started_second, ended_second
    from intermediate.ticket_slices
    where is_standing and status in ('new', 'open') and business_seconds > 0
),
held as (
    select
        worked.ticket_id, holders.agent_id, worked.calendar_id,
        greatest(worked.started_second, holders.started_second) as started_second,
        least(worked.ended_second, holders.ended_second) as ended_second -- least passes over null: the last hold has no end
    from worked
    join intermediate.ticket_holders as holders
        on holders.ticket_id = worked.ticket_id
        and holders.started_second < worked.ended_second
        and coalesce(holders.ended_second > worked.started_second, true)
    where holders.agent_id is not null
),
held_days as (
    select *, unnest(range(started_second // 86400, (ended_second - 1) // 86400 + 1)) as day_number
    from held
),
intervals as (
    select calendar_id, epoch_us(opens_at) // 1000000 as opens_second, epoch_us(closes_at) // 1000000 as closes_second
    from staging.working_intervals
),
open_days as ( -- of decades of opening hours those that somebody can have worked in, cut at midnight
    select *, unnest(range(opens_second // 86400, (closes_second - 1) // 86400 + 1)) as day_number
    from intervals
    where closes_second > (select min(started_second) from held) and opens_second < (select max(ended_second) from held)
)
select
    held_days.ticket_id,
    date '1970-01-01' + day_number::integer as day,
    held_days.agent_id,
    sum(
        least(held_days.ended_second, open_days.closes_second, (day_number + 1) * 86400)
        - greatest(held_days.started_second, open_days.opens_second, day_number * 86400)
    )::bigint as worked_business_seconds
from held_days
join open_days using (calendar_id, day_number)
where open_days.opens_second < held_days.ended_second and open_days.closes_second > held_days.started_second
group by held_days.ticket_id, day_number, held_days.agent_id;
