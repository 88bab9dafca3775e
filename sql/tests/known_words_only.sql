-- Rows mean: the CRM uses a word that no rule here knows, so clocks, counts of replies or priorities leave these records out without a sound.
select 'tickets.status' as place, status as word, count(*) as record_count from staging.tickets
where status not in ('new', 'open', 'pending', 'on_hold', 'resolved', 'closed') group by status
union all
select 'tickets.priority', priority, count(*) from staging.tickets where priority not in ('low', 'normal', 'high', 'urgent') group by priority
union all
select 'messages.author.type', author_type, count(*) from staging.messages
where author_type not in ('customer', 'agent', 'bot', 'system') group by author_type
union all
select 'messages.kind', kind, count(*) from staging.messages where kind not in ('reply', 'note') group by kind
union all
select 'ticket_events.type', type, count(*) from staging.ticket_events
where type not in ('created', 'status_changed', 'assigned', 'queue_changed', 'priority_changed', 'reopened', 'deleted') group by type;
