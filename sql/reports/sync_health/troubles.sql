-- Runs with trouble: those of the period that failed, or did only part of their work, the newest first
-- inputs: ops.runs · variables: from_at, until_at
select run_id, trigger, started_at, date_diff('second', started_at, ended_at) as seconds, status, error
from ops.runs
where status in ('partial', 'failed') and started_at >= getvariable('from_at') and started_at < getvariable('until_at')
order by started_at desc, run_id;
