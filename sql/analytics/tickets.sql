-- analytics.tickets: a ticket that is not deleted, as it stands now, with the names of its queue and agent
-- grain: ticket · key: ticket_id · rebuilt: by ticket · inputs: staging.tickets, staging.messages, staging.queues, staging.agents · means: docs/warehouse.md#tickets
create or replace table analytics.tickets as
with message_counts as (
    select ticket_id, count(*) as message_count, count(*) filter (author_type = 'agent') as agent_message_count
    from staging.messages
    group by ticket_id
)
select
    tickets.ticket_id,
    tickets.number,
    tickets.subject,
    tickets.status,
    tickets.priority,
    tickets.channel,
    tickets.group_id,
    tickets.group_title,
    tickets.topic_id,
    tickets.queue_id,
    queues.name as queue_name,
    tickets.assigned_agent_id,
    agents.name as assigned_agent_name,
    tickets.customer_id,
    tickets.customer_name,
    tickets.customer_tier,
    tickets.customer_language,
    tickets.tags,
    tickets.created_at,
    tickets.updated_at,
    tickets.first_response_at,
    tickets.resolved_at,
    tickets.closed_at,
    tickets.reopen_count,
    coalesce(message_counts.message_count, 0) as message_count,
    coalesce(message_counts.agent_message_count, 0) as agent_message_count,
    tickets.custom_fields,
    tickets.articles
from staging.tickets as tickets
left join message_counts using (ticket_id)
left join staging.queues as queues using (queue_id)
left join staging.agents as agents on agents.agent_id = tickets.assigned_agent_id;
