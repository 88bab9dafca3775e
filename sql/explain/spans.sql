-- The ticket's stays in a status, as analytics.ticket_status_spans has them.
select stay, status, started_at, ended_at, calendar_seconds, business_seconds
from analytics.ticket_status_spans
order by stay;
