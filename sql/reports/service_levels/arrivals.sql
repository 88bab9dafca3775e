-- Arrivals: tickets created in the period, by weekday (1 is Monday) and hour of the local clock; only hours that had any
-- inputs: analytics.tickets, report_hours · variables: from_at, to_at
select hours.weekday, hours.hour, count(*) as tickets
from analytics.tickets as tickets
asof join report_hours as hours on tickets.created_at >= hours.from_at
where tickets.created_at >= getvariable('from_at') and tickets.created_at < getvariable('to_at')
group by hours.weekday, hours.hour
order by hours.weekday, hours.hour;
