-- Each commit into raw has a number, and what it wrote carries it: what came since is found by one comparison, and which run wrote a row, and
-- when, stands once a commit instead of once a row.
create table ops.loads (load_id bigint not null, run_id varchar not null, loaded_at timestamptz not null);
insert into ops.loads
select row_number() over (order by loaded_at, run_id), run_id, loaded_at
from (
    select run_id, loaded_at from raw.tickets union select run_id, loaded_at from raw.messages union select run_id, loaded_at from raw.ticket_events
    union select run_id, loaded_at from raw.agents union select run_id, loaded_at from raw.queues union select run_id, loaded_at from raw.templates
    union select run_id, loaded_at from raw.template_usages
);

create or replace table raw.tickets as select records.* exclude (run_id, loaded_at), load_id from raw.tickets as records join ops.loads using (run_id, loaded_at);
create or replace table raw.messages as select records.* exclude (run_id, loaded_at), load_id from raw.messages as records join ops.loads using (run_id, loaded_at);
create or replace table raw.ticket_events as select records.* exclude (run_id, loaded_at), load_id from raw.ticket_events as records join ops.loads using (run_id, loaded_at);
create or replace table raw.agents as select records.* exclude (run_id, loaded_at), load_id from raw.agents as records join ops.loads using (run_id, loaded_at);
create or replace table raw.queues as select records.* exclude (run_id, loaded_at), load_id from raw.queues as records join ops.loads using (run_id, loaded_at);
create or replace table raw.templates as select records.* exclude (run_id, loaded_at), load_id from raw.templates as records join ops.loads using (run_id, loaded_at);
create or replace table raw.template_usages as select records.* exclude (run_id, loaded_at), load_id from raw.template_usages as records join ops.loads using (run_id, loaded_at);

-- Versions that a newer one replaced, or that came after it: of tickets, agents, queues and templates, each once. With raw's own rows they
-- are every version that was ever loaded.
create table raw.superseded (
    stream varchar not null, id varchar not null, version_at timestamptz not null, content_hash ubigint not null, body json not null,
    deleted_at timestamptz, load_id bigint not null -- the load that put it here
);
