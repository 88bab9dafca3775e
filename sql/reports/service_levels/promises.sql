-- Promises: what became of each promise of the period, and of the one before
-- inputs: report_levels
select
    clock,
    coalesce(any_value(met) filter (is_current), 0) as met,
    coalesce(any_value(breached) filter (is_current), 0) as breached,
    coalesce(any_value(open) filter (is_current), 0) as open,
    any_value(met_share) filter (is_current) as met_share,
    any_value(p50) filter (is_current) as business_p50,
    any_value(p90) filter (is_current) as business_p90,
    coalesce(any_value(met) filter (not is_current), 0) as previous_met,
    coalesce(any_value(breached) filter (not is_current), 0) as previous_breached,
    coalesce(any_value(open) filter (not is_current), 0) as previous_open,
    any_value(met_share) filter (not is_current) as previous_met_share,
    any_value(p50) filter (not is_current) as previous_business_p50,
    any_value(p90) filter (not is_current) as previous_business_p90
from report_levels
where part = 'all'
group by clock
order by array_position(['frt', 'next_reply', 'resolution'], clock);
