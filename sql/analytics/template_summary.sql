-- analytics.template_summary: how much a template is used as of the run, how its texts fare, and how its tickets end
-- grain: template · key: template_id · inputs: analytics.templates, analytics.template_usages, analytics.template_effects, analytics.messages,
-- analytics.tickets, analytics.ticket_metrics · means: docs/warehouse.md#template_summary
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
        count(distinct queue_id) as queues,
        max(applied_at) as last_used_at,
        count(distinct ticket_id) filter (reopened_after_use_at is not null) as reopened_after_use,
        avg(edited_before_send::integer) as edited_before_send_share,
        sum(edit_share::decimal(18, 9))::double / count(edit_share) as edit_share -- in decimals, so that the order of the rows makes no difference
    from analytics.template_usages
    left join analytics.tickets using (ticket_id)
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
),
effects as ( -- weighed by the template's own tickets; a handful of tickets compares nothing
    select
        template_id,
        sum(tickets)::bigint as effect_tickets,
        sum(other_tickets)::bigint as effect_other_tickets,
        round(sum(tickets * (active_resolution_business_p50 - other_active_resolution_business_p50)) / sum(tickets))::bigint as effect_business_seconds
    from analytics.template_effects
    where tickets >= 5 and other_tickets >= 5
    group by template_id
),
siblings as (
    select article_id, count(*) as article_templates
    from analytics.templates
    where article_id is not null and deleted_at is null
    group by article_id
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
    templates.deleted_at,
    templates.locale,
    templates.updated_at,
    siblings.article_templates,
    coalesce(usage_figures.queues, 0) as queues,
    usage_figures.usages_30d / nullif(usage_figures.usages_prev_30d, 0) - 1 as usages_trend,
    usage_figures.edit_share,
    effects.effect_business_seconds,
    coalesce(effects.effect_tickets, 0) as effect_tickets,
    coalesce(effects.effect_other_tickets, 0) as effect_other_tickets,
    coalesce(templates.deleted_at is null and greatest(usage_figures.last_used_at, templates.updated_at) <= clock.as_of - interval 2160 hours, false) as is_unused,
    coalesce(templates.deleted_at is null and templates.updated_at <= clock.as_of - interval 8760 hours and usage_figures.usages_30d > 0, false) as is_stale
from analytics.templates as templates
full join usage_figures using (template_id)
left join resolutions using (template_id)
left join effects using (template_id)
left join siblings on siblings.article_id = templates.article_id
cross join agent_replies
cross join clock;
