-- Day by day: runs and what they read and wrote, on every local day of the period
-- inputs: ops.runs, report_hours · variables: from_at, until_at
with runs as (
    select day, count(*) as runs, count(*) filter (status = 'done') as done, count(*) filter (status = 'partial') as partial,
        count(*) filter (status = 'failed') as failed, sum(rows_extracted)::bigint as rows_extracted, sum(rows_loaded)::bigint as rows_loaded
    from ops.runs
    asof join report_hours on started_at >= from_at
    where started_at >= getvariable('from_at') and started_at < getvariable('until_at')
    group by day
)
select day, coalesce(runs, 0) as runs, coalesce(done, 0) as done, coalesce(partial, 0) as partial, coalesce(failed, 0) as failed,
    coalesce(rows_extracted, 0) as rows_extracted, coalesce(rows_loaded, 0) as rows_loaded
from (select distinct day from report_hours where from_at >= getvariable('from_at')) as days
left join runs using (day)
order by day;
