-- Rows mean: raw holds two versions of one ticket, so that a deleted ticket may live on in every mart.
-- checked: ticket by ticket
select id, count(*) as version_count
from raw.tickets
group by id
having count(*) > 1;
