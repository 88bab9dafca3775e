-- Day by day: every local day of the period, also one without tickets; a ticket counts on the day it was created
-- inputs: report_levels_side_by_side, report_hours · variables: from_at, to_at
select day, coalesce(tickets, 0) as tickets, frt_met_share, next_reply_met_share, resolution_met_share, frt_business_p50, frt_business_p90
from (select distinct day from report_hours where from_at >= getvariable('from_at') and from_at < getvariable('to_at')) as days
left join report_levels_side_by_side as levels on levels.part = 'day' and levels.name = days.day::varchar
order by day;
