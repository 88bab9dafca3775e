-- How far the streams are read that decisions need; no row for one that was never read to its end.
select stream, high_water_at from ops.cursors where stream in ('tickets', 'agents', 'queues', 'ticket_events') and high_water_at is not null;
