-- The subscription that the service keeps at the CRM, at most one, and since when webhooks are to be expected.
create table own_subscription (
    place bigint not null primary key, -- 1
    source text not null,              -- the CRM's address: another one knows nothing of it
    webhook_id text not null,
    secret_mark text not null,         -- tells whether it was made with the secret of now, and nothing about that secret
    registered_at text not null
);
create table webhook_watch (
    place bigint not null primary key, -- 1
    since text not null
);

-- What was applied long ago is forgotten every few seconds: without this all that was applied within a week would be looked through.
create index inbox_applied on inbox (settled_at) where state = 'applied';
