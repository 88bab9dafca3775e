-- Since when new tickets get suggestions is kept in automation_watch, as for assignment.

-- A ticket that was searched for, once: with which terms, and what became of it.
create table suggestion_searches (
    ticket_id text not null primary key,
    searched_at text not null,
    knowledge_base text not null,
    language text,                   -- null: the ticket says none
    terms text not null,             -- JSON: the terms, the telling ones first
    found_count bigint not null,     -- articles that have at least one of the terms
    outcome text not null            -- why nothing was attached, or how many are
);

-- An article that was chosen for a ticket. It is recorded before it is sent, and looked up in the ticket before it is sent again.
create table suggestions (
    ticket_id text not null,
    article_id text not null,
    knowledge_base text not null,
    title text not null,
    url text not null,
    rank bigint not null,            -- 1 is the best
    score double precision not null, -- 0 to 1
    state text not null,             -- chosen, attached, withdrawn, failed (a dead letter)
    suggested_at text not null,      -- when it was chosen
    settled_at text,                 -- when it left chosen
    outcome text,                    -- why it was withdrawn or failed, or how it was found attached
    change_number bigint not null,   -- raised with each change of the row
    primary key (ticket_id, article_id)
);
create index suggestions_by_state on suggestions (state, suggested_at);
create index suggestions_by_change on suggestions (change_number);
