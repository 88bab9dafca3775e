-- Steps: how often each part of a run was done in the period, how long it took, and how it ended
-- inputs: ops.run_steps · variables: from_at, until_at
select
    step,
    nullif(subject, '') as subject,
    count(*) as times,
    count(*) filter (status in ('partial', 'failed')) as troubled,
    quantile_disc(date_diff('second', started_at, ended_at), 0.5) as seconds_p50,
    max(date_diff('second', started_at, ended_at)) as seconds_max,
    sum(rows_extracted)::bigint as rows_extracted,
    sum(rows_loaded)::bigint as rows_loaded
from ops.run_steps
where started_at >= getvariable('from_at') and started_at < getvariable('until_at')
group by step, subject
order by array_position(['apply', 'extract', 'threads', 'transform', 'test', 'publish', 'report', 'push'], step) nulls last, step, subject;
