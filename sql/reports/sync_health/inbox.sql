-- Inbox: deliveries by where they stand, as it stands now
-- inputs: report_inbox
select state, deliveries, oldest_at, newest_at
from report_inbox
order by array_position(['received', 'dead', 'unrecognized', 'applied'], state), state;
