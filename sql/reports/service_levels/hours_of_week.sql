-- Hours of the week: tickets created in the period and the share of first responses in time, by local weekday (1 is Monday) and hour; only hours that had any
-- inputs: report_hours_of_week
select weekday, hour, tickets, frt_met, frt_breached, frt_met_share
from report_hours_of_week
order by weekday, hour;
