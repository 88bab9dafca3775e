-- report_levels, in one pass over the tickets: how each clock fared, for the whole, by queue, by priority, by agent and by local day, in the period and
-- in the one before. report_hours_of_week: the same counts by local weekday and hour, of the period alone. The queries of the page read these two.
-- A ticket counts where it was created, and its exchanges with it; by the queue it is in now and the agent it is assigned to now.
-- inputs: analytics.ticket_metrics, analytics.tickets, analytics.sla_events, analytics.ticket_replies, report_hours
-- · variables: previous_from_at, from_at, to_at, queue_id
create or replace temp view report_clocks as
with tickets as (
    select ticket_id, metrics.created_at, metrics.created_at >= getvariable('from_at') as is_current, tickets.queue_id, tickets.priority,
        tickets.assigned_agent_id as agent_id, metrics.frt_sla_status, metrics.frt_business_seconds, metrics.resolution_sla_status,
        metrics.active_resolution_business_seconds
    from analytics.ticket_metrics as metrics
    join analytics.tickets as tickets using (ticket_id)
    where metrics.created_at >= getvariable('previous_from_at') and metrics.created_at < getvariable('to_at')
        and (getvariable('queue_id') is null or tickets.queue_id = getvariable('queue_id'))
),
timed as (
    select tickets.*, hours.day, hours.weekday, hours.hour
    from tickets
    asof join report_hours as hours on tickets.created_at >= hours.from_at
)
select is_current, queue_id, priority, agent_id, day, weekday, hour, 'frt' as clock, frt_sla_status as status, frt_business_seconds::integer as seconds
from timed
union all
select is_current, queue_id, priority, agent_id, day, weekday, hour, 'resolution', resolution_sla_status, active_resolution_business_seconds::integer
from timed
union all
select is_current, queue_id, priority, timed.agent_id, day, weekday, hour, 'next_reply', events.status, replies.reply_business_seconds::integer
from timed
join analytics.ticket_replies as replies using (ticket_id)
left join analytics.sla_events as events on events.ticket_id = replies.ticket_id and events.metric = 'next_reply' and events.instance = replies.exchange;

create or replace temp table report_levels as
select
    case grouping(queue_id, priority, agent_id, day)
        when 15 then 'all' when 7 then 'queue' when 11 then 'priority' when 13 then 'agent' when 14 then 'day'
    end as part,
    coalesce(queue_id, priority, agent_id, day::varchar) as name, -- null in a part is 'none': no queue, nobody
    is_current,
    clock,
    count(*) as clocks,
    count(*) filter (status = 'met') as met,
    count(*) filter (status = 'breached') as breached,
    count(*) filter (status in ('running', 'warning', 'paused')) as open,
    met / nullif(met + breached, 0) as met_share,
    quantile_disc(seconds, [0.5, 0.9]) as quantiles,
    quantiles[1]::bigint as p50,
    quantiles[2]::bigint as p90
from report_clocks
group by grouping sets (
    (clock, is_current), (clock, is_current, queue_id), (clock, is_current, priority), (clock, is_current, agent_id), (clock, is_current, day)
);

create or replace temp table report_hours_of_week as
select weekday, hour, count(*) as tickets, count(*) filter (status = 'met') as frt_met, count(*) filter (status = 'breached') as frt_breached,
    frt_met / nullif(frt_met + frt_breached, 0) as frt_met_share
from report_clocks
where clock = 'frt' and is_current
group by weekday, hour;

-- A row a thing, the period and the one before side by side.
create or replace temp view report_levels_side_by_side as
select
    part,
    name,
    coalesce(any_value(clocks) filter (clock = 'frt' and is_current), 0) as tickets,
    coalesce(any_value(clocks) filter (clock = 'frt' and not is_current), 0) as previous_tickets,
    coalesce(any_value(met) filter (clock = 'frt' and is_current), 0) as frt_met,
    coalesce(any_value(breached) filter (clock = 'frt' and is_current), 0) as frt_breached,
    any_value(met_share) filter (clock = 'frt' and is_current) as frt_met_share,
    any_value(met_share) filter (clock = 'frt' and not is_current) as previous_frt_met_share,
    any_value(p50) filter (clock = 'frt' and is_current) as frt_business_p50,
    any_value(p50) filter (clock = 'frt' and not is_current) as previous_frt_business_p50,
    any_value(p90) filter (clock = 'frt' and is_current) as frt_business_p90,
    any_value(p90) filter (clock = 'frt' and not is_current) as previous_frt_business_p90,
    coalesce(any_value(met) filter (clock = 'next_reply' and is_current), 0) as next_reply_met,
    coalesce(any_value(breached) filter (clock = 'next_reply' and is_current), 0) as next_reply_breached,
    any_value(met_share) filter (clock = 'next_reply' and is_current) as next_reply_met_share,
    any_value(met_share) filter (clock = 'next_reply' and not is_current) as previous_next_reply_met_share,
    any_value(p50) filter (clock = 'next_reply' and is_current) as next_reply_business_p50,
    any_value(p50) filter (clock = 'next_reply' and not is_current) as previous_next_reply_business_p50,
    any_value(p90) filter (clock = 'next_reply' and is_current) as next_reply_business_p90,
    any_value(p90) filter (clock = 'next_reply' and not is_current) as previous_next_reply_business_p90,
    coalesce(any_value(met) filter (clock = 'resolution' and is_current), 0) as resolution_met,
    coalesce(any_value(breached) filter (clock = 'resolution' and is_current), 0) as resolution_breached,
    any_value(met_share) filter (clock = 'resolution' and is_current) as resolution_met_share,
    any_value(met_share) filter (clock = 'resolution' and not is_current) as previous_resolution_met_share,
    any_value(p50) filter (clock = 'resolution' and is_current) as active_resolution_business_p50,
    any_value(p50) filter (clock = 'resolution' and not is_current) as previous_active_resolution_business_p50,
    any_value(p90) filter (clock = 'resolution' and is_current) as active_resolution_business_p90,
    any_value(p90) filter (clock = 'resolution' and not is_current) as previous_active_resolution_business_p90
from report_levels
group by part, name;
