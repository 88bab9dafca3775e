-- Articles: how often a knowledge-base article reaches customers, over all time and in the 30 days before the figures were computed
-- inputs: analytics.article_summary
select article_id, coalesce(title, article_id) as title, language, usages_30d, usages_prev_30d, usages, tickets, templates, attached_to_tickets, reopened_after_use
from analytics.article_summary
order by usages_30d desc, usages desc, attached_to_tickets desc, title;
