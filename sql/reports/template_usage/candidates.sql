-- Candidates: texts that agents keep typing by hand and that a template could save them, up to when the figures were computed, in all queues
-- inputs: analytics.template_candidates
select replies, tickets, agents, first_sent_at, last_sent_at, example
from analytics.template_candidates
order by replies desc, tickets desc, example;
