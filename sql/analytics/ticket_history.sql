-- analytics.ticket_history: a ticket as it stood for a while, from every version of it that was ever loaded
-- grain: ticket × period · key: ticket_id, valid_from · rebuilt: by ticket · inputs: staging.superseded_tickets, staging.tickets · means: docs/warehouse.md#history
create or replace table analytics.ticket_history as
with versions as (
    select ticket_id, updated_at as version_at, true as is_newest, null as load_id, null as content_hash,
        struct_pack(subject, status, priority, queue_id, assigned_agent_id, customer_id, customer_tier, tags, custom_fields) as tracked
    from staging.tickets
    union all
    select superseded.ticket_id, superseded.version_at, false, superseded.load_id, superseded.content_hash,
        struct_pack(subject, status, priority, queue_id, assigned_agent_id, customer_id, customer_tier, tags, custom_fields)
    from staging.superseded_tickets as superseded
    where exists (select 1 from staging.tickets as tickets where tickets.ticket_id = superseded.ticket_id)
),
standing as ( -- of versions of one instant the last one stood
    select ticket_id, version_at, tracked
    from versions
    qualify row_number() over (partition by ticket_id, version_at order by is_newest desc, load_id desc, content_hash) = 1
),
changes as ( -- a version that changed nothing tracked continues the period before
    select ticket_id, version_at, tracked
    from standing
    qualify tracked is distinct from lag(tracked) over (partition by ticket_id order by version_at)
)
select
    ticket_id,
    version_at as valid_from,
    lead(version_at) over (partition by ticket_id order by version_at) as valid_to,
    tracked.subject,
    tracked.status,
    tracked.priority,
    tracked.queue_id,
    tracked.assigned_agent_id,
    tracked.customer_id,
    tracked.customer_tier,
    tracked.tags,
    tracked.custom_fields
from changes;
