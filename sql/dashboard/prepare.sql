-- Prepares the queries beside this file: the promises to open tickets that nobody has kept yet, as they stand at now_at, and the open tickets, each
-- as the worst of its promises stands. Between two transforms time goes on: what was running may have come near or be broken by now.
-- inputs: analytics.sla_events, analytics.tickets · variables: now_at
create or replace temp table open_promises as
select
    ticket_id, metric, instance, policy, warn_at, due_at, breach_at, elapsed_seconds, target_seconds,
    case
        when status = 'breached' or breach_at <= getvariable('now_at')::timestamptz then 'breached'
        when status = 'warning' or (status = 'running' and warn_at <= getvariable('now_at')::timestamptz) then 'warning'
        else status
    end as standing,
    list_position(['breached', 'warning', 'running', 'paused'], standing) as place
from analytics.sla_events
semi join (select ticket_id from analytics.tickets where status not in ('resolved', 'closed')) using (ticket_id)
where fulfilled_at is null and status in ('breached', 'warning', 'running', 'paused');

create or replace temp table open_tickets as
with worst as (
    select ticket_id, arg_min(standing, place) as standing
    from open_promises
    group by ticket_id
)
select
    tickets.ticket_id, tickets.number, tickets.subject, tickets.status, tickets.priority, tickets.queue_id, tickets.queue_name,
    tickets.assigned_agent_id, tickets.assigned_agent_name, tickets.created_at,
    coalesce(worst.standing, 'none') as standing
from analytics.tickets as tickets
left join worst using (ticket_id)
where tickets.status not in ('resolved', 'closed');
