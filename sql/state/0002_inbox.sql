-- What the CRM's webhooks brought. Plain types, so that PostgreSQL reads this file too; times are text in UTC, which sorts as it reads.
create table inbox (
    delivery_id text not null primary key, -- the sender's; the same when a delivery is repeated
    type text not null,
    sent_at text not null,                 -- by the sender's clock, to the second
    received_at text not null,
    body text not null,                    -- as it was signed; emptied once it is applied
    state text not null,                   -- received, applied, unrecognized (no record in it that we know), dead
    attempts bigint not null,              -- tries to apply it that failed
    next_try_at text not null,
    reason text,                           -- why the last try failed
    settled_at text                        -- when it left the state received
);
create index inbox_by_state on inbox (state, next_try_at);
