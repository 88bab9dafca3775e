-- analytics.template_summary: how much a template is used as of the run, how its texts fare, and how its tickets end
-- grain: template · key: template_id · inputs: analytics.templates, analytics.template_usages, analytics.messages, analytics.ticket_metrics
-- · means: docs/warehouse.md#template_summary
create or replace table analytics.template_summary as
with clock as (
    select getvariable('as_of')::timestamptz as as_of
),
usage_figures as (
    select
        template_id,
        count(*) as usages,
        count(*) filter (applied_at > as_of - interval 720 hours and applied_at <= as_of) as usages_30d,
        count(*) filter (applied_at > as_of - interval 1440 hours and applied_at <= as_of - interval 720 hours) as usages_prev_30d,
        count(distinct ticket_id) as tickets,
        count(distinct agent_id) as agents,
        max(applied_at) as last_used_at,
        count(distinct ticket_id) filter (reopened_after_use_at is not null) as reopened_after_use,
        avg(edited_before_send::integer) as edited_before_send_share
    from analytics.template_usages
    cross join clock
    group by template_id
),
agent_replies as (
    select count(*) as reply_count
    from analytics.messages
    where author_type = 'agent' and kind = 'reply'
),
resolutions as (
    select template_id, quantile_disc(active_resolution_business_seconds, 0.5) as active_resolution_business_p50
    from (select distinct template_id, ticket_id from analytics.template_usages)
    join analytics.ticket_metrics using (ticket_id)
    group by template_id
)
select
    template_id, -- also one that was used but is not in the CRM's list: then only its usages are known
    templates.title,
    templates.article_id,
    coalesce(usage_figures.usages, 0) as usages,
    coalesce(usage_figures.usages_30d, 0) as usages_30d,
    coalesce(usage_figures.usages_prev_30d, 0) as usages_prev_30d,
    coalesce(usage_figures.tickets, 0) as tickets,
    coalesce(usage_figures.agents, 0) as agents,
    coalesce(usage_figures.usages, 0) / nullif(agent_replies.reply_count, 0) as share_of_agent_replies,
    usage_figures.last_used_at,
    coalesce(usage_figures.reopened_after_use, 0) as reopened_after_use,
    usage_figures.edited_before_send_share,
    resolutions.active_resolution_business_p50,
    (epoch_us(greatest(clock.as_of, usage_figures.last_used_at)) - epoch_us(usage_figures.last_used_at)) // 86400000000 as unused_days,
    templates.deleted_at
from analytics.templates as templates
full join usage_figures using (template_id)
left join resolutions using (template_id)
cross join agent_replies
cross join clock;
