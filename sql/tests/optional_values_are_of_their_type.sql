-- Rows mean: the CRM sent a value of another type than its contract says, which counts as not known although raw has it.
-- checked: ticket by ticket
with suspects as (
    select 'tickets' as stream, id, body, [
        if(first_response_at is null, 'first_response_at', null), if(resolved_at is null, 'resolved_at', null),
        if(closed_at is null, 'closed_at', null), if(reopen_count is null, 'reopen_count', null),
        if(group_id is null, '/source/group_id', null), if(topic_id is null, '/source/topic_id', null)
    ] as paths
    from staging.tickets as tickets
    join raw.tickets as records on id = tickets.ticket_id
    union all
    select 'messages', id, body, ['edited_at']
    from staging.messages as messages
    join raw.messages as records on id = message_id
    where messages.edited_at is null and not contains(body, '"edited_at":null') -- sparing most messages the JSON
    union all
    select 'template_usages', id, body, ['template_version']
    from staging.template_usages as usages
    join raw.template_usages as records on id = usage_id
    where usages.template_version is null
    union all
    select 'agents', id, body, ['max_open_tickets']
    from staging.agents as agents
    join raw.agents as records on id = agent_id
    where agents.max_open_tickets is null
),
values_without_type as (
    select stream, id, unnest(paths) as path, body from suspects
)
select stream, id, path, json_extract_string(body, path) as value
from values_without_type
where path is not null and json_extract_string(body, path) is not null;
