-- Rows mean: the last resolution took less than the first, or working on a ticket took longer than having it: one of the clocks runs wrong.
-- checked: ticket by ticket
select ticket_id, first_resolution_business_seconds, full_resolution_business_seconds, active_resolution_business_seconds
from analytics.ticket_metrics
-- a clock that is read by one calendar, that of its own end, may be shorter than an earlier one of another calendar
where (first_resolution_business_seconds > full_resolution_business_seconds and (select calendar_change from staging.clock_options) <> 'at_event')
    or active_resolution_business_seconds > full_resolution_business_seconds
    or active_resolution_calendar_seconds > full_resolution_calendar_seconds;
