-- changes.changed_tickets: a ticket whose rows may be others than the transform before left them, and whether only because time has passed
-- grain: ticket · key: ticket_id
-- · inputs: before.agents, before.messages, before.queues, before.template_usages, before.templates, before.ticket_events, before.tickets,
-- before.unsettled_tickets, raw.messages, raw.superseded, raw.template_usages, raw.ticket_events, raw.tickets, staging.agents, staging.queues, staging.templates
-- · means: docs/warehouse.md#how-the-marts-are-kept-up-to-date
--
-- raw holds the records that were loaded since, staging agents, queues and templates as they are now, before what the transform before left.
create or replace table changes.changed_tickets as
with loaded as ( -- whatever was said of it: a version, its deletion, a message, an event, a usage
    select id as ticket_id from raw.tickets
    union all
    select ticket_id from raw.messages
    union all
    select ticket_id from raw.ticket_events
    union all
    select ticket_id from raw.template_usages
    union all
    select id from raw.superseded where stream = 'tickets'
),
left_behind as ( -- a record that hangs on another ticket now must leave the one it hung on
    select ticket_id from before.messages semi join raw.messages on id = message_id
    union all
    select ticket_id from before.ticket_events semi join raw.ticket_events on id = event_id
    union all
    select ticket_id from before.template_usages semi join raw.template_usages on id = usage_id
),
other_queues as (
    select queue_id
    from (
        (select queue_id, name, team from staging.queues except select queue_id, name, team from before.queues)
        union all
        (select queue_id, name, team from before.queues except select queue_id, name, team from staging.queues)
    )
),
other_agents as (
    select agent_id
    from (
        (select agent_id, name from staging.agents except select agent_id, name from before.agents)
        union all
        (select agent_id, name from before.agents except select agent_id, name from staging.agents)
    )
),
other_templates as (
    select template_id
    from (
        (select * exclude (tags, external_id, deleted_at) from staging.templates except select * exclude (tags, external_id, deleted_at) from before.templates)
        union all
        (select * exclude (tags, external_id, deleted_at) from before.templates except select * exclude (tags, external_id, deleted_at) from staging.templates)
    )
    union
    select id from raw.superseded where stream = 'templates'
),
of_others as ( -- tickets that show a name, or whose calendar, policy or edited texts hang on what changed; past queues count too
    select ticket_id from before.tickets where queue_id in (from other_queues) or assigned_agent_id in (from other_agents)
    union all
    select ticket_id from before.ticket_events
    where type = 'queue_changed' and (from_value in (from other_queues) or to_value in (from other_queues))
    union all
    select ticket_id from before.template_usages where template_id in (from other_templates)
    union all
    select ticket_id from before.messages where template_id in (from other_templates)
),
touched as (
    select ticket_id, false as is_later_only from loaded
    union all
    select ticket_id, false from left_behind
    union all
    select ticket_id, false from of_others
    union all
    select ticket_id, true from before.unsettled_tickets
)
select ticket_id, bool_and(is_later_only) as is_later_only
from touched
where ticket_id is not null
group by ticket_id;
