-- Pushes: what was written to each target in the period, and what it has refused and is not mended yet
-- inputs: report_pushes, report_refusals · variables: from_at, until_at
with pushed as (
    select connector, entity, count(*) as pushes, count(*) filter (status <> 'done') as troubled, sum(created_count)::bigint as created,
        sum(updated_count)::bigint as updated, sum(refused_count)::bigint as refused, max(ended_at) as last_at, arg_max(status, ended_at) as last_status
    from report_pushes
    where started_at >= getvariable('from_at') and started_at < getvariable('until_at')
    group by connector, entity
)
select connector, entity, coalesce(pushes, 0) as pushes, coalesce(troubled, 0) as troubled, coalesce(created, 0) as created, coalesce(updated, 0) as updated,
    coalesce(refused, 0) as refused, coalesce(report_refusals.waiting, 0) as waiting, last_at, last_status
from pushed
full join report_refusals using (connector, entity)
order by connector, entity;
