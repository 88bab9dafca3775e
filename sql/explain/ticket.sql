-- The ticket itself, and what of it the marts say in one word.
select tickets.ticket_id, tickets.number, tickets.subject, tickets.customer_id, tickets.customer_tier, tickets.group_id, tickets.tags, metrics.created_at,
    metrics.first_response_at, metrics.first_resolved_at, metrics.resolved_at, metrics.reopen_count, metrics.reply_count, metrics.handoff_count, metrics.one_touch,
    metrics.calendar_id, metrics.sla_policy as policy, metrics.flags
from analytics.tickets as tickets
join analytics.ticket_metrics as metrics using (ticket_id);
