-- Up to which version the streams are read that decisions need, and when by our clock; no row for one that was never read to its end. An empty one is
-- read up to before all times.
select stream, coalesce(high_water_at, timestamptz '1970-01-01 00:00:00+00') as read_up_to, case when pass_from_at is null then committed_at end as read_at
from ops.cursors
where stream in ('tickets', 'agents', 'queues', 'ticket_events') and (high_water_at is not null or pass_from_at is null);
