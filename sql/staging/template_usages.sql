-- staging.template_usages: one application of a template as the CRM reports it; also to deleted tickets
-- grain: usage · key: usage_id · rebuilt: by ticket · inputs: raw.template_usages
create or replace table staging.template_usages as
with records as (
    select id, ticket_id, from_json(body, '{
        "template_id": "VARCHAR", "template_version": "BIGINT", "agent_id": "VARCHAR", "message_id": "VARCHAR", "applied_at": "TIMESTAMPTZ"
    }') as usage
    from raw.template_usages
    where deleted_at is null
)
select
    id as usage_id,
    usage.template_id,
    usage.template_version,
    ticket_id,
    usage.agent_id,
    usage.message_id,
    usage.applied_at
from records;
