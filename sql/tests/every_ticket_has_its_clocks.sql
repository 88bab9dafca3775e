-- Rows mean: a ticket has no clocks, or clocks belong to no ticket, so counts of tickets differ from page to page.
-- checked: ticket by ticket
select 'ticket_metrics lacks it' as problem, ticket_id from (select ticket_id from staging.tickets except select ticket_id from analytics.ticket_metrics)
union all
select 'ticket_metrics', ticket_id from analytics.ticket_metrics anti join staging.tickets using (ticket_id)
union all
select 'ticket_status_spans', ticket_id from analytics.ticket_status_spans anti join staging.tickets using (ticket_id)
union all
select 'ticket_replies', ticket_id from analytics.ticket_replies anti join staging.tickets using (ticket_id)
union all
select 'sla_events', ticket_id from analytics.sla_events anti join staging.tickets using (ticket_id)
union all
select 'sla_forecast', ticket_id from analytics.sla_forecast anti join staging.tickets using (ticket_id);
