-- The next change: when a promise comes near or is broken if nothing happens
-- inputs: open_promises · variables: now_at
select min(changes_at) as changes_at
from (
    select warn_at as changes_at from open_promises where standing = 'running'
    union all
    select breach_at from open_promises where standing in ('running', 'warning')
)
where changes_at > getvariable('now_at')::timestamptz;
