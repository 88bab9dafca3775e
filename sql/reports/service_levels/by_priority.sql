-- By priority: tickets created in the period or in the one before, the most urgent first
-- inputs: report_levels_side_by_side
select name as priority, * exclude (part, name)
from report_levels_side_by_side
where part = 'priority'
order by array_position(['urgent', 'high', 'normal', 'low'], name), name;
