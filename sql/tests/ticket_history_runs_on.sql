-- Rows mean: a ticket stood in two ways at once, or in none between two, so what was true at an instant is not clear.
-- checked: ticket by ticket
select ticket_id, valid_from, valid_to, next_from
from (select *, lead(valid_from) over (partition by ticket_id order by valid_from) as next_from from analytics.ticket_history)
where valid_to is distinct from next_from or valid_to <= valid_from;
