-- Rows mean: a ticket that the CRM deleted, or never had, still counts in the marts.
with living as (
    select id as ticket_id from raw.tickets where deleted_at is null
),
mentioned as (
    select 'analytics.tickets' as relation, ticket_id from analytics.tickets
    union all
    select 'analytics.messages', ticket_id from analytics.messages
    union all
    select 'analytics.ticket_events', ticket_id from analytics.ticket_events
    union all
    select 'analytics.template_usages', ticket_id from analytics.template_usages
)
select relation, ticket_id, count(*) as row_count
from mentioned
anti join living using (ticket_id)
group by relation, ticket_id;
