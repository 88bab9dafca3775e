-- staging.superseded_tickets: a version of a ticket that a newer one replaced: what of it history keeps
-- grain: ticket × version · key: ticket_id, version_at, content_hash · rebuilt: by ticket · inputs: raw.superseded
create or replace table staging.superseded_tickets as
with records as (
    select id, version_at, content_hash, load_id, from_json(body, '{
        "subject": "VARCHAR", "status": "VARCHAR", "priority": "VARCHAR", "queue_id": "VARCHAR", "assigned_agent_id": "VARCHAR",
        "customer": {"id": "VARCHAR", "tier": "VARCHAR"}, "tags": ["VARCHAR"], "custom_fields": "JSON"
    }') as ticket
    from raw.superseded
    where stream = 'tickets' and deleted_at is null
)
select
    id as ticket_id,
    version_at,
    content_hash,
    load_id,
    ticket.subject,
    ticket.status,
    ticket.priority,
    ticket.queue_id,
    ticket.assigned_agent_id,
    ticket.customer.id as customer_id,
    ticket.customer.tier as customer_tier,
    coalesce(ticket.tags, []) as tags,
    ticket.custom_fields
from records;
