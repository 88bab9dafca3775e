-- Rows mean: a figure of a template or an article is not what the CRM's records say when they are counted anew, so a report tells a wrong story.
-- checked: with a full transform
with clock as (
    select getvariable('as_of')::timestamptz as as_of
),
alive as (
    select id as ticket_id, (body ->> '$.queue_id') as queue_id, (body -> '$.articles') as articles, version_at from raw.tickets where deleted_at is null
),
told as (
    select (body ->> '$.template_id') as template_id, try_cast(body ->> '$.template_version' as bigint) as version, ticket_id,
        (body ->> '$.agent_id') as agent_id, (body ->> '$.message_id') as message_id, try_cast(body ->> '$.applied_at' as timestamptz) as applied_at
    from raw.template_usages
    where deleted_at is null and ticket_id in (select ticket_id from alive)
),
said as (
    select id as message_id, ticket_id, (body ->> '$.template_id') as template_id, (body ->> '$.author.id') as agent_id, try_cast(body ->> '$.created_at' as timestamptz) as sent_at,
        (body ->> '$.text') as text, (body ->> '$.edited_at') is null as is_as_sent
    from raw.messages
    where deleted_at is null and (body ->> '$.author.type') = 'agent' and (body ->> '$.kind') = 'reply' and ticket_id in (select ticket_id from alive)
),
untold as ( -- of the replies that name a template and that no usage names, those beyond the usages that name no reply, the latest
    select unnest(list(said order by sent_at, message_id)[1 + (
        select count(*) from told where told.ticket_id = said.ticket_id and told.template_id = said.template_id and told.message_id is null):]) as reply
    from said
    where template_id is not null and not exists (from told where told.ticket_id = said.ticket_id and told.message_id = said.message_id)
    group by said.ticket_id, said.template_id
),
uses as (
    from told
    union all by name
    select reply.template_id, reply.ticket_id, reply.agent_id, reply.message_id, reply.sent_at as applied_at from untold
),
bodies as (
    select id as template_id, try_cast(body ->> '$.updated_at' as timestamptz) as version_at, try_cast(body ->> '$.version' as bigint) as version, (body ->> '$.body') as body, 9223372036854775807 as load_id from raw.templates
    union all
    select id, version_at, try_cast(body ->> '$.version' as bigint), (body ->> '$.body'), load_id from raw.superseded where stream = 'templates'
),
read as ( -- each use with the body that was applied, as a regular expression
    select uses.*, said.text, reopened.at is not null as is_reopened, (
        select '(?s)\s*' || replace(regexp_replace(regexp_replace(
            trim(replace(arg_max(bodies.body, (bodies.version_at, bodies.load_id)), e'\r\n', e'\n'), e' \t\n'),
            '\{\{[^{}]*\}\}', chr(1), 'g'), '([[:punct:]])', '\\\1', 'g'), chr(1), '.*') || '\s*'
        from bodies
        where bodies.template_id = uses.template_id and if(uses.version is null, bodies.version_at <= uses.applied_at, bodies.version = uses.version)
    ) as expected
    from uses
    left join said on said.ticket_id = uses.ticket_id and said.message_id = uses.message_id and said.is_as_sent
    left join lateral (
        select min(try_cast(body ->> '$.occurred_at' as timestamptz)) as at from raw.ticket_events as events
        where events.ticket_id = uses.ticket_id and deleted_at is null and try_cast(body ->> '$.occurred_at' as timestamptz) > uses.applied_at
            and try_cast(body ->> '$.occurred_at' as timestamptz) <= uses.applied_at + interval 7 days
            and ((body ->> '$.type') = 'reopened' or ((body ->> '$.type') = 'status_changed' and (body ->> '$.from') in ('resolved', 'closed') and (body ->> '$.to') not in ('resolved', 'closed')))
    ) as reopened on true
),
counted as (
    select
        template_id,
        count(*)::varchar as usages,
        count_if(as_of - applied_at < interval 30 days and applied_at <= as_of)::varchar as usages_30d,
        count_if(as_of - applied_at >= interval 30 days and as_of - applied_at < interval 60 days)::varchar as usages_prev_30d,
        len(list_distinct(list(ticket_id)))::varchar as tickets,
        len(list_distinct(list(agent_id)))::varchar as agents,
        len(list_distinct(list(alive.queue_id)))::varchar as queues,
        max(applied_at)::varchar as last_used_at,
        coalesce(len(list_distinct(list(ticket_id) filter (is_reopened))), 0)::varchar as reopened_after_use,
        round(count_if(not regexp_full_match(text, expected)) / nullif(count_if(text is not null and expected is not null), 0), 9)::varchar as edited_before_send_share,
        round(count(*) / (select nullif(count(*), 0) from said), 9)::varchar as share_of_agent_replies
    from read
    join alive using (ticket_id)
    cross join clock
    group by template_id
),
resolved as (
    select template_id, list_sort(list(active_resolution_business_seconds)) as seconds
    from (select distinct template_id, ticket_id from uses)
    join analytics.ticket_metrics using (ticket_id)
    where active_resolution_business_seconds is not null
    group by template_id
),
expected as (
    unpivot (select counted.*, seconds[(len(seconds) + 1) // 2]::varchar as active_resolution_business_p50 from counted left join resolved using (template_id))
    on columns(* exclude (template_id)) into name figure value worth
),
shown as (
    unpivot (
        select template_id, usages::varchar as usages, usages_30d::varchar as usages_30d, usages_prev_30d::varchar as usages_prev_30d, tickets::varchar as tickets, agents::varchar as agents,
            queues::varchar as queues, last_used_at::varchar as last_used_at, reopened_after_use::varchar as reopened_after_use,
            round(edited_before_send_share, 9)::varchar as edited_before_send_share, round(share_of_agent_replies, 9)::varchar as share_of_agent_replies,
            active_resolution_business_p50::varchar as active_resolution_business_p50
        from analytics.template_summary
        where usages > 0
    ) on columns(* exclude (template_id)) into name figure value worth
),
articles as (
    select articles.article_id, count(uses.template_id) as usages, count(distinct uses.ticket_id) as tickets
    from (select id as template_id, (body ->> '$.article_id') as article_id from raw.templates) as articles
    left join uses using (template_id)
    where articles.article_id is not null
    group by articles.article_id
)
select template_id as thing, figure, shown.worth as shown, expected.worth as counted
from shown
full join expected using (template_id, figure)
where shown.worth is distinct from expected.worth
union all
select article_id, 'usages and tickets', format('{} in {}', shown.usages, shown.tickets), format('{} in {}', articles.usages, articles.tickets)
from articles
left join analytics.article_summary as shown using (article_id)
where (shown.usages, shown.tickets) is distinct from (articles.usages, articles.tickets)
union all
select format('{} by {} in {} on {}', coalesce(days.template_id, shown.template_id), coalesce(days.agent_id, shown.agent_id), coalesce(days.queue_id, shown.queue_id), coalesce(days.day, shown.day)), 'usages and tickets', format('{} in {}', shown.usages, shown.tickets), format('{} in {}', days.usages, days.tickets)
from (
    select date_trunc('day', applied_at)::date as day, template_id, agent_id, queue_id, count(*) as usages, count(distinct ticket_id) as tickets
    from uses join alive using (ticket_id) group by all
) as days
full join analytics.template_usage_daily as shown
    on shown.day = days.day and shown.template_id = days.template_id and shown.agent_id is not distinct from days.agent_id and shown.queue_id is not distinct from days.queue_id
where (shown.usages, shown.tickets) is distinct from (days.usages, days.tickets);
