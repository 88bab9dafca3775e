-- A warehouse of {tickets} tickets of three years, five messages each, as the loader would have left it: one in a hundred, and the newest two of a
-- hundred, are open; the others are closed after a few days. Placeholders stand in braces.
create or replace temp table story as
select n, 't' || n as ticket_id,
    timestamp '2023-01-01' + to_seconds(n * (94608000 / {tickets})::bigint) as created_at,
    hash(n) % 1000 as luck,
    (hash(n) % 1000 < 10) or n > {tickets} * 0.98 as is_open,
    'a' || (hash(n, 1) % 60) as agent, 'q' || (hash(n, 2) % 12) as queue,
    60 + (hash(n, 3) % 86400)::bigint as first_wait, 90000 + (hash(n, 4) % 400000)::bigint as life
from range({tickets}) as r(n);
insert into raw.tickets select ticket_id, null, created_at + to_seconds(if(is_open, first_wait * 3, life)), n, json_object(
    'id', ticket_id, 'number', n, 'source', {channel: 'telegram_topic_group', group_id: -1002101424779 - n % 40, group_title: 'Customers ' || n % 40, topic_id: n},
    'subject', 'Payment ' || n || ' does not arrive', 'status', if(is_open, 'open', 'closed'), 'priority', ['low', 'normal', 'normal', 'high', 'urgent'][1 + (luck % 5)::int],
    'queue_id', queue, 'assigned_agent_id', agent, 'customer', {id: 'c' || hash(n, 5) % ({tickets} // 4), username: 'user' || n % 1000, display_name: 'Customer ' || n % 1000, tier: ['free', 'pro', 'enterprise'][1 + (luck % 3)::int], language: 'en'},
    'tags', ['billing', 'tag' || luck % 20], 'custom_fields', {order_id: 'o' || n}, 'articles', if(luck % 10 = 0, [{article_id: 'kb' || luck % 50, title: 'How to pay'}], []),
    'created_at', strftime(created_at, '%Y-%m-%dT%H:%M:%SZ'), 'updated_at', strftime(created_at + to_seconds(if(is_open, first_wait * 3, life)), '%Y-%m-%dT%H:%M:%SZ'),
    'first_response_at', strftime(created_at + to_seconds(first_wait), '%Y-%m-%dT%H:%M:%SZ'), 'resolved_at', if(is_open, null, strftime(created_at + to_seconds(life), '%Y-%m-%dT%H:%M:%SZ')),
    'closed_at', if(is_open, null, strftime(created_at + to_seconds(life), '%Y-%m-%dT%H:%M:%SZ')), 'reopen_count', 0), null, false, 1 from story;
insert into raw.messages select 'm' || n * 5 + k, ticket_id, created_at + to_seconds(first_wait * k // 4), n * 5 + k, json_object(
    'id', 'm' || n * 5 + k, 'ticket_id', ticket_id, 'author', {type: ['customer', 'customer', 'agent', 'customer', 'agent'][1 + k::int], id: if(k in (2, 4), agent, 'c' || n % 1000)}, 'kind', 'reply',
    'text', 'I paid order ' || n || ' on Monday and it still says pending. Could somebody look at line ' || k || ', please? ' || hash(n, k), 'template_id', if(k = 2 and luck % 5 = 0, 'tpl' || luck % 200, null),
    'created_at', strftime(created_at + to_seconds(if(k = 2, first_wait, first_wait * k // 4)), '%Y-%m-%dT%H:%M:%SZ'), 'edited_at', null), null, false, 1 from story, range(5) as m(k);
insert into raw.ticket_events select 'e' || n * 4 + k, ticket_id, created_at, n * 4 + k, json_object(
    'id', 'e' || n * 4 + k, 'ticket_id', ticket_id, 'type', ['created', 'assigned', 'status_changed', 'status_changed'][1 + k::int],
    'from', [null, null, 'new', 'open'][1 + k::int], 'to', ['new', agent, 'open', 'closed'][1 + k::int], 'actor', {type: if(k = 0, 'customer', 'agent'), id: agent},
    'occurred_at', strftime(created_at + to_seconds([0, 30, first_wait, life][1 + k::int]), '%Y-%m-%dT%H:%M:%SZ')), null, false, 1 from story, range(4) as m(k) where k < 3 or not is_open;
insert into raw.template_usages select 'u' || n, ticket_id, created_at, n, json_object('id', 'u' || n, 'template_id', 'tpl' || luck % 200, 'template_version', 1, 'ticket_id', ticket_id,
    'agent_id', agent, 'message_id', 'm' || n * 5 + 2, 'applied_at', strftime(created_at + to_seconds(first_wait), '%Y-%m-%dT%H:%M:%SZ')), null, false, 1 from story where luck % 5 = 0;
insert into raw.agents select 'a' || n, null, '2023-01-01', n, json_object('id', 'a' || n, 'name', 'Agent ' || n, 'availability', 'online', 'updated_at', '2023-01-01T00:00:00Z'), null, false, 1 from range(60) as r(n);
insert into raw.queues select 'q' || n, null, '2023-01-01', n, json_object('id', 'q' || n, 'name', 'Queue ' || n, 'team', 'team' || n % 3, 'updated_at', '2023-01-01T00:00:00Z'), null, false, 1 from range(12) as r(n);
insert into raw.templates select 'tpl' || n, null, '2023-01-01', n, json_object('id', 'tpl' || n, 'title', 'T' || n, 'body', 'Hello {{name}}, we look into it.', 'article_id', 'kb' || n % 50, 'version', 1, 'updated_at', '2023-01-01T00:00:00Z'), null, false, 1 from range(200) as r(n);
insert into raw.superseded select 'tickets', ticket_id, created_at, n, json_object('id', ticket_id, 'subject', 'Payment', 'status', 'new', 'priority', 'normal', 'tags', []), null, 1 from story where n % 2 = 0;
insert into ops.loads values (1, 'first', '2026-01-01');

checkpoint;
