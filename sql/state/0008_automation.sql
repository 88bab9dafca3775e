-- Since when tickets are placed by the service, and when it last knew the CRM's agents, queues and tickets to be read.
create table automation_watch (name text not null primary key, noted_at text not null);

-- Each decision on a ticket. It is recorded before it is sent, so that a crash loses none; the index keeps a ticket from being decided twice.
create table automation_decisions (
    decision_number bigint not null primary key,
    ticket_id text not null,
    arrived_at text not null,        -- what the decision is an answer to: the ticket came, was opened again, or lost its agent
    decided_at text not null,
    rule text,                       -- null: no rule placed it in time
    agent_id text, queue_id text,    -- who gets it and where it is put; null: stays as it is
    reason text not null,
    inputs text not null,            -- JSON: what was known of the ticket and of those who could have got it
    cache_age_seconds bigint,        -- how old that was; null: it was read for the decision
    state text not null,             -- decided, sending, applied, withdrawn, failed (a dead letter)
    outcome text,                    -- why it was withdrawn or failed, or how it was found applied
    settled_at text,                 -- when it left decided and sending
    told_at text,                    -- when the alert was told of it; null: not yet, or there is nothing to tell
    change_number bigint not null    -- raised with each change of the row
);
create unique index automation_decisions_once on automation_decisions (ticket_id, arrived_at) where state in ('decided', 'sending', 'applied');
create index automation_decisions_by_state on automation_decisions (state, arrived_at);
create index automation_decisions_by_ticket on automation_decisions (ticket_id, decision_number);
create index automation_decisions_landed on automation_decisions (decision_number) where told_at is null and rule is null;
create index automation_decisions_refused on automation_decisions (decision_number) where told_at is null and state = 'failed';
create index automation_decisions_by_change on automation_decisions (change_number);

-- Whose turn it is: a rule's agents by the shares that they have been given.
create table automation_turns (
    rule text not null, agent_id text not null,
    turn bigint not null,                  -- the rule's count when the agent was last chosen
    share_from double precision not null,  -- the stretch of the rule's shares that this choice took
    share_until double precision not null,
    primary key (rule, agent_id)
);
