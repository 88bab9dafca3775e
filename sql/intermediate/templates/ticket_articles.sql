-- intermediate.ticket_articles: an article of the knowledge base that is attached to a ticket
-- grain: ticket × article · key: ticket_id, article_id · rebuilt: by ticket · inputs: staging.tickets · means: docs/warehouse.md#article_summary
create or replace table intermediate.ticket_articles as
with links as (
    select ticket_id, updated_at, unnest(from_json(articles, '[{"article_id": "VARCHAR", "title": "VARCHAR"}]')) as link
    from staging.tickets
)
select ticket_id, link.article_id, max(link.title) as title, any_value(updated_at) as updated_at
from links
where link.article_id is not null
group by ticket_id, link.article_id;
