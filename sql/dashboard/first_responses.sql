-- First responses: to the tickets that came today until now, and to those that came on the same weekday a week before, as they stood at this time of that day
-- inputs: analytics.sla_events, analytics.ticket_metrics · variables: day_from_at, now_at, week_before_from_at, week_before_until_at
with tickets as (
    select ticket_id, first_response_at, frt_business_seconds, frt_calendar_seconds,
        created_at >= getvariable('day_from_at')::timestamptz as is_today,
        case when is_today then getvariable('now_at')::timestamptz else getvariable('week_before_until_at')::timestamptz end as seen_at
    from analytics.ticket_metrics
    where (created_at >= getvariable('day_from_at')::timestamptz and created_at <= getvariable('now_at')::timestamptz)
        or (created_at >= getvariable('week_before_from_at')::timestamptz and created_at <= getvariable('week_before_until_at')::timestamptz)
),
promises as (
    select ticket_id, status, breach_at, fulfilled_at
    from analytics.sla_events
    semi join tickets using (ticket_id)
    where metric = 'first_response'
)
select
    days.day,
    count(tickets.ticket_id) as tickets,
    count(*) filter (promises.status = 'met' and promises.fulfilled_at <= seen_at) as met,
    count(*) filter (promises.status <> 'met' and promises.breach_at <= seen_at) as breached,
    count(promises.ticket_id) - met - breached as waiting,
    quantile_disc(frt_business_seconds, 0.5) filter (first_response_at <= seen_at) as business_p50,
    quantile_disc(frt_calendar_seconds, 0.5) filter (first_response_at <= seen_at) as calendar_p50
from (values ('today', true), ('week_before', false)) as days (day, is_today)
left join tickets using (is_today)
left join promises using (ticket_id)
group by days.day
order by days.day;
