-- Brings the temporary table live_tickets, every ticket that is neither resolved nor closed, up to what was loaded behind seen_load.
delete from live_tickets where ticket_id in (select id from raw.tickets where load_id > getvariable('seen_load')::bigint);
insert into live_tickets by name
with records as (
    select id, version_at, from_json(body, '{
        "number": "BIGINT", "subject": "VARCHAR", "status": "VARCHAR", "priority": "VARCHAR", "source": {"group_id": "BIGINT"},
        "queue_id": "VARCHAR", "assigned_agent_id": "VARCHAR", "customer": {"tier": "VARCHAR", "language": "VARCHAR"},
        "tags": ["VARCHAR"], "custom_fields": "JSON", "created_at": "TIMESTAMPTZ"
    }') as ticket
    from raw.tickets
    where load_id > getvariable('seen_load')::bigint and deleted_at is null
)
select id as ticket_id, version_at, ticket.number, ticket.subject, ticket.status, ticket.priority, ticket.source.group_id as group_id, ticket.queue_id,
    ticket.assigned_agent_id, ticket.customer.tier as tier, ticket.customer.language as language, coalesce(ticket.tags, []) as tags,
    ticket.custom_fields::varchar as custom_fields, ticket.created_at
from records
where ticket.status in ('new', 'open', 'pending', 'on_hold');
