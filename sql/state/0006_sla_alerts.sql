-- Since when the service watches over promises: one row, from its very first start.
create table sla_watch (name text not null primary key, since text not null);

-- What came near or was broken, each level of a promise once and for ever: the key is what keeps it from being told twice.
create table sla_alerts (
    alert_number bigint not null unique,
    ticket_id text not null, metric text not null, instance bigint not null,
    level text not null,            -- warning, breach
    policy text not null,
    due_at text not null,
    reached_at text not null,       -- when it came to that, by the figures of the moment
    noticed_at text not null,
    told_at text,                   -- null until the log line is written
    primary key (ticket_id, metric, instance, level)
);
create index sla_alerts_untold on sla_alerts (told_at, alert_number);
