-- What webhooks should have told and did not. A version of a ticket or template usage that polling brought first waits here for the source's lookback:
-- a delivery that comes late takes it away, one that never comes is counted in the run's step.
create table ops.unannounced_versions (stream varchar not null, id varchar not null, version_at timestamptz not null);

-- Up to which load versions were looked through; one row.
create table ops.announced_loads (load_id bigint not null);
insert into ops.announced_loads select coalesce(max(load_id), 0) from ops.loads;

-- In the step that applies the inbox; null where nobody expected webhooks.
alter table ops.run_steps add column versions_announced bigint; -- that webhooks brought since the run before
alter table ops.run_steps add column versions_missed bigint;    -- that polling brought and no webhook had, nor has since
