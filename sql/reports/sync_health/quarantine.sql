-- Quarantine: records that could not be loaded and wait to be mended, as it stands now, by what is wrong with them
-- inputs: ops.quarantine
select stream, field, reason, count(*) as records, min(quarantined_at) as first_at, max(quarantined_at) as last_at, arg_max(record_id, quarantined_at) as example_id
from ops.quarantine
where superseded_at is null
group by stream, field, reason
order by records desc, stream, field, reason;
