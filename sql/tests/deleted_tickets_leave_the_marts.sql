-- Rows mean: a ticket that the CRM deleted, or never had, still counts in the marts.
-- checked: ticket by ticket
with mentioned as (
    select 'analytics.tickets' as relation, ticket_id from analytics.tickets
    union all
    select 'analytics.messages', ticket_id from analytics.messages
    union all
    select 'analytics.ticket_events', ticket_id from analytics.ticket_events
    union all
    select 'analytics.template_usages', ticket_id from analytics.template_usages
    union all
    select 'staging.tickets', ticket_id from staging.tickets
)
select relation, ticket_id, count(*) as row_count
from mentioned
where ticket_id not in (select ticket_id from staging.tickets) or ticket_id in (select id from raw.tickets where deleted_at is not null)
group by relation, ticket_id;
