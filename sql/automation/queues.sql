-- Every queue that is not deleted.
select id as queue_id, coalesce(try_cast(body->>'is_default' as boolean), false) as is_default
from raw.queues
where deleted_at is null
order by id;
