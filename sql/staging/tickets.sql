-- staging.tickets: a ticket that is not deleted, typed
-- grain: ticket · key: ticket_id · rebuilt: by ticket · inputs: raw.tickets
create or replace table staging.tickets as
with records as ( -- one pass over the JSON; a value of another type than named here comes out as null
    select id, from_json(body, '{
        "number": "BIGINT", "subject": "VARCHAR", "status": "VARCHAR", "priority": "VARCHAR",
        "source": {"channel": "VARCHAR", "group_id": "BIGINT", "group_title": "VARCHAR", "topic_id": "BIGINT"},
        "queue_id": "VARCHAR", "assigned_agent_id": "VARCHAR",
        "customer": {"id": "VARCHAR", "display_name": "VARCHAR", "tier": "VARCHAR", "language": "VARCHAR"},
        "tags": ["VARCHAR"], "custom_fields": "JSON", "articles": "JSON",
        "created_at": "TIMESTAMPTZ", "updated_at": "TIMESTAMPTZ", "first_response_at": "TIMESTAMPTZ",
        "resolved_at": "TIMESTAMPTZ", "closed_at": "TIMESTAMPTZ", "reopen_count": "BIGINT"
    }') as ticket
    from raw.tickets
    where deleted_at is null
)
select
    id as ticket_id,
    ticket.number,
    ticket.subject,
    ticket.status,
    ticket.priority,
    ticket.source.channel as channel,
    ticket.source.group_id as group_id,
    ticket.source.group_title as group_title,
    ticket.source.topic_id as topic_id,
    ticket.queue_id,
    ticket.assigned_agent_id,
    ticket.customer.id as customer_id,
    ticket.customer.display_name as customer_name,
    ticket.customer.tier as customer_tier,
    ticket.customer.language as customer_language,
    coalesce(ticket.tags, []) as tags,
    ticket.custom_fields,
    ticket.articles,
    ticket.created_at,
    ticket.updated_at,
    ticket.first_response_at,
    ticket.resolved_at,
    ticket.closed_at,
    ticket.reopen_count
from records;
