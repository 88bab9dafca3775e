-- Data tests: the last result of each, those that found something first
-- inputs: ops.data_tests
select test, arg_max(failed_rows, tested_at) as failed_rows, max(tested_at) as tested_at, count(*) filter (failed_rows > 0) as times_failed, count(*) as times
from ops.data_tests
group by test
order by failed_rows desc, test;
