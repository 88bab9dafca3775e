-- Failed requests: those to the CRM that were given up in the period, by what went wrong
-- inputs: ops.failed_requests · variables: from_at, until_at
select subject, fault, status, count(*) as requests, max(last_tried_at) as last_at, arg_max(message, last_tried_at) as message
from ops.failed_requests
where last_tried_at >= getvariable('from_at') and last_tried_at < getvariable('until_at')
group by subject, fault, status
order by requests desc, subject, fault, status;
