-- raw: what the API said, the latest version of each record, word for word.
-- Every table has the same shape, so that one door can load them all:
--   id            the API's own id
--   ticket_id     the ticket a record hangs on; null for what stands alone
--   version_at    what orders two versions of one record: updated_at, or occurred_at, applied_at, edited_at
--   content_hash  XxHash3 of body's bytes; two versions of one instant are told apart by it
--   body          the record as it came, without the parts that have a table of their own
--   deleted_at    when the CRM deleted it, or when a complete sweep found it gone
--   is_future     its version lay ahead of the server's clock when it was read
--   run_id        the run that last wrote the row; loaded_at the instant of that write
-- No primary keys: an index makes loading several times slower, so uniqueness is a data test instead.
create schema if not exists raw;

create table raw.tickets (
    id varchar not null, ticket_id varchar, version_at timestamptz not null, content_hash ubigint not null, body json not null,
    deleted_at timestamptz, is_future boolean not null, run_id varchar not null, loaded_at timestamptz not null
);
create table raw.messages as from raw.tickets limit 0;
create table raw.ticket_events as from raw.tickets limit 0;
create table raw.agents as from raw.tickets limit 0;
create table raw.queues as from raw.tickets limit 0;
create table raw.templates as from raw.tickets limit 0;
create table raw.template_usages as from raw.tickets limit 0;
