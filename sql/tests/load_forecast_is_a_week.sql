-- Rows mean: an hour of the week is missing in the forecast, or stands on far fewer hours than another, so a shift would be planned on nothing.
select count(*) as hours, min(weeks) as least_weeks, max(weeks) as most_weeks, min(weekday) as first_weekday, max(weekday) as last_weekday, min(hour) as first_hour, max(hour) as last_hour
from analytics.load_forecast
having count(*) not in (0, 168) or max(weeks) < 1 or max(weeks) - min(weeks) > 2 -- a clock that changes takes one and gives one
    or min(weekday) < 1 or max(weekday) > 7 or min(hour) < 0 or max(hour) > 23;
