-- Webhooks: changes that webhooks told of, and those that polling had to find, on every local day of the period that expected any
-- inputs: ops.run_steps, report_hours · variables: from_at, until_at
select day, sum(versions_announced)::bigint as announced, sum(versions_missed)::bigint as missed,
    sum(versions_missed) / nullif(sum(versions_announced) + sum(versions_missed), 0) as missed_share
from ops.run_steps
asof join report_hours on started_at >= from_at
where versions_announced is not null and started_at >= getvariable('from_at') and started_at < getvariable('until_at')
group by day
order by day;
