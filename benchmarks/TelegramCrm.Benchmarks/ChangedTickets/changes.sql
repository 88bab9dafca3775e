-- What a load brings: {changed} tickets, four of five among the newest tenth, each with a reply and an event; those that were open are closed, the
-- others were asked about once more. The rows stand in temporary tables in raw's shape.
create or replace temp table changed as
select * from (
    from story where n > {tickets} * 0.9 order by hash(n, 7) limit {changed} * 4 // 5
) union all by name (
    from story where n <= {tickets} * 0.9 order by hash(n, 7) limit {changed} // 5
);

create or replace temp table changed_tickets as
select records.id, records.ticket_id, timestamptz '2026-01-01 12:05:00+00' as version_at, hash(records.id, 8) as content_hash,
    json_merge_patch(records.body, json_object(
        'status', if(is_open, 'closed', 'open'), 'updated_at', '2026-01-01T12:05:00Z',
        'closed_at', if(is_open, '2026-01-01T12:05:00Z', null), 'resolved_at', if(is_open, '2026-01-01T12:05:00Z', null))) as body,
    null::timestamptz as deleted_at, false as is_future, 2::bigint as load_id
from raw.tickets as records
join changed on changed.ticket_id = records.id;

create or replace temp table changed_messages as
select 'mm' || n as id, ticket_id, timestamptz '2026-01-01 12:04:00+00' as version_at, hash(n, 9) as content_hash, json_object(
        'id', 'mm' || n, 'ticket_id', ticket_id, 'author', {type: if(is_open, 'agent', 'customer'), id: agent}, 'kind', 'reply',
        'text', 'One more word about order ' || n || '.', 'template_id', null, 'created_at', '2026-01-01T12:04:00Z', 'edited_at', null) as body,
    null::timestamptz as deleted_at, false as is_future, 2::bigint as load_id
from changed;

create or replace temp table changed_ticket_events as
select 'ee' || n as id, ticket_id, timestamptz '2026-01-01 12:05:00+00' as version_at, hash(n, 10) as content_hash, json_object(
        'id', 'ee' || n, 'ticket_id', ticket_id, 'type', 'status_changed', 'from', if(is_open, 'open', 'closed'), 'to', if(is_open, 'closed', 'open'),
        'actor', {type: 'agent', id: agent}, 'occurred_at', '2026-01-01T12:05:00Z') as body,
    null::timestamptz as deleted_at, false as is_future, 2::bigint as load_id
from changed;
