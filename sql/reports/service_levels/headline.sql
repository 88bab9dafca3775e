-- Headline: the service levels of the period and, beside each, what they were in the one before
-- inputs: report_levels_side_by_side
select columns(levels.* exclude (part, name))
from (select 1) as always
left join report_levels_side_by_side as levels on levels.part = 'all';
