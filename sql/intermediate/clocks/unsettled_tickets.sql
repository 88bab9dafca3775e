-- intermediate.unsettled_tickets: a ticket whose figures may be others at a later as_of, though nothing new is heard of it: one of its clocks
-- runs, or it has a record that as_of has not reached
-- grain: ticket · key: ticket_id · rebuilt: by ticket · inputs: intermediate.ticket_milestones · means: docs/warehouse.md#freshness
create or replace table intermediate.unsettled_tickets as
select ticket_id
from intermediate.ticket_milestones
where is_running or has_future_record;
