-- Rows mean: raw holds two versions of one ticket, so that a deleted ticket may live on in every mart.
select id, count(*) as version_count
from raw.tickets
group by id
having count(*) > 1;
