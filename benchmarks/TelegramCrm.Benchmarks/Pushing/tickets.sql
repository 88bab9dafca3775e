-- Marts of a push's inputs: a row a ticket, as the product's own models shape them.
create temp table made as
select i, 't' || i as ticket_id, timestamptz '2025-03-01 00:00:00+00' + to_seconds(i * 30) as created_at, hash(i, 'done') % 20 > 0 as is_done
from range(getvariable('tickets')) as numbers(i);

insert into analytics.tickets by name
select ticket_id, i as number, 'Payment ' || i || ' did not arrive' as subject, if(is_done, 'resolved', 'open') as status,
    ['low', 'normal', 'high', 'urgent'][1 + (hash(i) % 4)::bigint] as priority, 'telegram' as channel, 'q' || i % 12 as queue_id, 'Queue ' || i % 12 as queue_name,
    'a' || i % 90 as assigned_agent_id, 'Agent ' || i % 90 as assigned_agent_name, 'c' || i // 4 as customer_id, 'gold' as customer_tier, created_at,
    created_at + interval 4 hour as updated_at, [] as tags, '{}' as custom_fields, '[]' as articles
from made;

insert into analytics.ticket_metrics by name
select ticket_id, 'standard' as sla_policy, created_at, created_at + interval 10 minute as first_response_at, if(is_done, created_at + interval 4 hour, null) as resolved_at,
    0 as reopen_count, 600 + i % 700 as frt_business_seconds, 3600 + i % 5000 as active_resolution_business_seconds, 1800 + i % 900 as agent_work_business_seconds,
    [] as flags, 'fulfilled' as frt_sla_status, 'fulfilled' as resolution_sla_status
from made;
