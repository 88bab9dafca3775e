-- analytics.template_effects: how long tickets with a template took to resolve, beside the others of the same queue and priority
-- grain: template × queue × priority · key: template_id, queue_id?, priority · inputs: analytics.template_usages, analytics.tickets, analytics.ticket_metrics
-- · means: docs/warehouse.md#template_effects
create or replace table analytics.template_effects as
with resolved as (
    select
        tickets.ticket_id,
        tickets.queue_id,
        tickets.priority,
        metrics.active_resolution_business_seconds as seconds,
        row_number() over alike as place,
        count(*) over (partition by tickets.queue_id, tickets.priority) as alike_tickets
    from analytics.tickets as tickets
    join analytics.ticket_metrics as metrics using (ticket_id)
    where metrics.active_resolution_business_seconds is not null
    window alike as (partition by tickets.queue_id, tickets.priority order by metrics.active_resolution_business_seconds, tickets.ticket_id)
),
with_template as (
    select *, row_number() over (partition by template_id, queue_id, priority order by place) as own_place
    from (select distinct template_id, ticket_id from analytics.template_usages)
    join resolved using (ticket_id)
),
compared as (
    select
        template_id,
        queue_id,
        priority,
        count(*) as tickets,
        any_value(alike_tickets) - count(*) as other_tickets,
        quantile_disc(seconds, 0.5) as p50,
        list(place - own_place) as others_before -- how many of the others are quicker than each of these
    from with_template
    group by template_id, queue_id, priority
),
middles as ( -- where the middle one of the others stands among all: after those of the template that stand before it
    select *, (other_tickets + 1) // 2 + len(list_filter(others_before, lambda before: before < (other_tickets + 1) // 2)) as other_middle
    from compared
)
select
    middles.template_id,
    middles.queue_id,
    middles.priority,
    middles.tickets,
    middles.p50 as active_resolution_business_p50,
    middles.other_tickets,
    resolved.seconds as other_active_resolution_business_p50
from middles
left join resolved
    on resolved.queue_id is not distinct from middles.queue_id and resolved.priority = middles.priority and resolved.place = middles.other_middle
    and middles.other_tickets > 0;
