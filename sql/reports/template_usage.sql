-- report_usages: the usages of the period and of the one before, of one queue's tickets if the report is about one. report_replies: how many public
-- replies agents wrote in the two, by agent and local day. The queries of the page read these two.
-- inputs: analytics.template_usages, analytics.tickets, analytics.messages, report_hours · variables: previous_from_at, from_at, to_at, queue_id
create or replace temp view report_usages as
select usage_id, template_id, ticket_id, agent_id, applied_at, edited_before_send, reopened_after_use_at, applied_at >= getvariable('from_at') as is_current
from analytics.template_usages
where applied_at >= getvariable('previous_from_at') and applied_at < getvariable('to_at')
    and (getvariable('queue_id') is null or ticket_id in (select ticket_id from analytics.tickets where queue_id = getvariable('queue_id')));

create or replace temp table report_replies as
with replies as (
    select author_id as agent_id, created_at
    from analytics.messages
    where author_type = 'agent' and kind = 'reply' and created_at >= getvariable('previous_from_at') and created_at < getvariable('to_at')
        and (getvariable('queue_id') is null or ticket_id in (select ticket_id from analytics.tickets where queue_id = getvariable('queue_id')))
)
select replies.agent_id, hours.day, replies.created_at >= getvariable('from_at') as is_current, count(*) as replies
from replies
asof join report_hours as hours on replies.created_at >= hours.from_at
group by all;
