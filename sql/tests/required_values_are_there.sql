-- Rows mean: the CRM left out a value that every record must have, or sent one of another type, so clocks and counts leave the record out.
-- checked: ticket by ticket
select 'tickets' as stream, ticket_id as id from staging.tickets
where number is null or status is null or priority is null or channel is null or created_at is null or updated_at is null
union all
select 'messages', message_id from staging.messages where ticket_id is null or author_type is null or kind is null or created_at is null
union all
select 'ticket_events', event_id from staging.ticket_events where ticket_id is null or type is null or occurred_at is null
union all
select 'agents', agent_id from staging.agents where name is null or updated_at is null
union all
select 'queues', queue_id from staging.queues where name is null or updated_at is null
union all
select 'templates', template_id from staging.templates where version is null or updated_at is null
union all
select 'template_usages', usage_id from staging.template_usages where template_id is null or ticket_id is null or applied_at is null;
