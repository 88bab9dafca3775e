-- Rows mean: a clock counted more working time than time went by, or less than none.
-- checked: ticket by ticket
select 'ticket_status_spans' as place, ticket_id, stay as item, calendar_seconds, business_seconds
from analytics.ticket_status_spans
where business_seconds not between 0 and calendar_seconds
union all
select 'ticket_replies', ticket_id, exchange, reply_calendar_seconds, reply_business_seconds
from analytics.ticket_replies
where reply_business_seconds not between 0 and reply_calendar_seconds
union all
select 'ticket_metrics.frt', ticket_id, 1, frt_calendar_seconds, frt_business_seconds
from analytics.ticket_metrics
where frt_business_seconds not between 0 and frt_calendar_seconds
union all
select 'ticket_metrics.first_resolution', ticket_id, 1, first_resolution_calendar_seconds, first_resolution_business_seconds
from analytics.ticket_metrics
where first_resolution_business_seconds not between 0 and first_resolution_calendar_seconds
union all
select 'ticket_metrics.full_resolution', ticket_id, 1, full_resolution_calendar_seconds, full_resolution_business_seconds
from analytics.ticket_metrics
where full_resolution_business_seconds not between 0 and full_resolution_calendar_seconds
union all
select 'ticket_metrics.active_resolution', ticket_id, 1, active_resolution_calendar_seconds, active_resolution_business_seconds
from analytics.ticket_metrics
where active_resolution_business_seconds not between 0 and active_resolution_calendar_seconds;
