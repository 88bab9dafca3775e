-- Headline: runs of the period and, beside each figure, of the one before
-- inputs: ops.runs, ops.failed_requests · variables: previous_from_at, from_at, until_at
with runs as (
    select *, started_at >= getvariable('from_at') as is_current, date_diff('second', started_at, ended_at) as seconds
    from ops.runs
    where started_at >= getvariable('previous_from_at') and started_at < getvariable('until_at')
),
sums as (
    select
        count(*) filter (is_current) as runs,
        count(*) filter (not is_current) as previous_runs,
        count(*) filter (is_current and status in ('partial', 'failed')) as troubled,
        count(*) filter (not is_current and status in ('partial', 'failed')) as previous_troubled,
        coalesce(sum(rows_extracted) filter (is_current), 0)::bigint as rows_extracted,
        coalesce(sum(rows_extracted) filter (not is_current), 0)::bigint as previous_rows_extracted,
        coalesce(sum(rows_loaded) filter (is_current), 0)::bigint as rows_loaded,
        coalesce(sum(rows_loaded) filter (not is_current), 0)::bigint as previous_rows_loaded,
        quantile_disc(seconds, 0.5) filter (is_current) as run_seconds_p50,
        quantile_disc(seconds, 0.5) filter (not is_current) as previous_run_seconds_p50
    from runs
),
requests as (
    select count(*) filter (last_tried_at >= getvariable('from_at')) as failed_requests, count(*) filter (last_tried_at < getvariable('from_at')) as previous_failed_requests
    from ops.failed_requests
    where last_tried_at >= getvariable('previous_from_at') and last_tried_at < getvariable('until_at')
)
select * from sums cross join requests;
