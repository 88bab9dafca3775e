-- What knowledge bases call their articles, as their connectors listed them last.
create table if not exists staging.articles (
    knowledge_base varchar not null, -- the connector's name in the configuration
    article_id varchar not null,
    title varchar not null,
    url varchar not null,
    language varchar,
    loaded_at timestamptz not null
);
