-- Streams: how far each is read, and how much of its history, as it stands now
-- inputs: ops.cursors, ops.coverage · variables: written_at
with spans as (
    select stream, min(from_at) as covered_from, max(until_at) as covered_until, count(*) - 1 as gaps
    from ops.coverage
    group by stream
)
select
    stream,
    cursors.high_water_at,
    case when cursors.high_water_at is not null then greatest(date_diff('second', cursors.high_water_at, getvariable('written_at')), 0) end as lag_seconds,
    case
        when spans.covered_from is null then 'nothing yet'
        when spans.covered_from = '-infinity' and spans.gaps = 0 then 'whole'
        when spans.gaps = 0 then 'not from the beginning'
        else 'with gaps'
    end as coverage,
    coalesce(spans.gaps, 0) as gaps,
    cursors.pass_from_at is not null as is_under_way,
    round(cursors.clock_skew_seconds, 1) as clock_skew_seconds
from ops.cursors as cursors
full join spans using (stream)
order by stream;
