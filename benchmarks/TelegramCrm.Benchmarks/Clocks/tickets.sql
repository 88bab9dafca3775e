-- {tickets} tickets of three years, typed, with three stays in a status each and no messages; twelve hundred queues decide over twenty calendars.
create table given_tickets as
select (n // 50000)::integer as chunk, 't' || n as ticket_id, n as number, 'subject' as subject, 'resolved' as status, ['low', 'normal', 'high'][1 + n % 3] as priority, 'telegram' as channel,
    (-100 - n % 40)::bigint as group_id, 'group' as group_title, n as topic_id, 'q' || n % 1200 as queue_id, 'a' || n % 60 as assigned_agent_id, 'c' || n % 9999 as customer_id,
    'customer' as customer_name, ['free', 'pro', 'enterprise'][1 + n % 3] as customer_tier, 'en' as customer_language, ['tag' || n % 20] as tags, null::json as custom_fields, null::json as articles,
    created_at, resolved_at as updated_at, null::timestamptz as first_response_at, resolved_at, null::timestamptz as closed_at, 0::bigint as reopen_count,
    created_at + to_seconds(60 + (hash(n, 3) % 86400)::bigint) as opened_at
from (select n, timestamptz '2023-01-01 00:00:00+00' + to_seconds(n * (94608000 / {tickets})::bigint) as created_at, created_at + to_seconds(90000 + (hash(n, 4) % 400000)::bigint) as resolved_at from range({tickets}) as r(n));
create table given_spans as
select chunk, ticket_id, place, [null, 'new', 'open'][place] as from_value, ['new', 'open', 'resolved'][place] as to_value,
    [created_at, opened_at, resolved_at][place] as started_at, [opened_at, resolved_at, resolved_at][place] as ended_at
from given_tickets, range(1, 4) as places(place);
