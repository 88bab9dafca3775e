-- Tickets loaded behind $seen that were created since $since and that nobody has finished. A version is never older than the creation.
with records as (
    select id, from_json(body, '{"status": "VARCHAR", "created_at": "TIMESTAMPTZ"}') as ticket
    from raw.tickets
    where load_id > $seen and version_at >= $since and deleted_at is null
)
select id as ticket_id, ticket.created_at
from records
where ticket.created_at >= $since and ticket.status in ('new', 'open');
