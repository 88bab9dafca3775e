-- push.signed_webhook.sla_breaches: each promise that was broken, as the service noticed it, with the ticket as it stood then; meant for a pager
-- grain: ticket × metric × instance · external key: breach · inputs: analytics.sla_alerts, analytics.tickets, analytics.ticket_history, analytics.queues, analytics.agents
-- Nothing here changes later: whoever was paged once is not paged again because a ticket changed its queue.
with breaches as (
    select ticket_id, metric, instance, policy, due_at, reached_at, noticed_at
    from analytics.sla_alerts
    where level = 'breach'
),
recent as ( -- reckoned from the newest one, so that a new receiver is not told of last year
    select *
    from breaches
    where noticed_at > (select max(noticed_at) from breaches) - interval 24 hours
)
select
    recent.ticket_id || '/' || recent.metric || '/' || recent.instance as breach,
    recent.ticket_id,
    tickets.number as ticket_number,
    recent.metric,
    recent.instance,
    recent.policy,
    recent.due_at,
    recent.reached_at as breached_at,
    recent.noticed_at,
    history.priority,
    queues.name as queue_name,
    agents.name as agent_name
from recent
left join analytics.tickets as tickets using (ticket_id)
asof left join analytics.ticket_history as history on history.ticket_id = recent.ticket_id and history.valid_from <= recent.reached_at
left join analytics.queues as queues on queues.queue_id = history.queue_id
left join analytics.agents as agents on agents.agent_id = history.assigned_agent_id;
