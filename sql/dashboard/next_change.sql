-- The next change: when a promise comes near or is broken if nothing happens
-- inputs: open_promises · variables: now_at
select min(at) as at
from (
    select warn_at as at from open_promises where standing = 'running'
    union all
    select breach_at from open_promises where standing in ('running', 'warning')
)
where at > getvariable('now_at')::timestamptz;
