using Dapper;
using NodaTime;
using TelegramCrm.Sync.Transform;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Benchmarks.Publishing;

/// <summary>
/// Marts of a year of support, written by SQL: five messages a ticket, and what follows from them. Their shapes are those that
/// the product's own models make of an empty warehouse, so that they can't differ from the product's.
/// </summary>
internal static class SupportYear
{
    /// <summary>The instant after the last ticket.</summary>
    public static readonly Instant End = Instant.FromUtc(2026, 3, 1, 0, 0);

    public static void Write(WarehouseFile warehouse, int tickets)
    {
        using var connection = warehouse.Connect();
        var sql = Path.Combine(AppContext.BaseDirectory, "sql");
        new Migrations(Migration.ReadAll(Path.Combine(sql, "schema"))).Apply(connection, End);
        new Transformation(SqlFolder.Load(sql)).Run(connection, new TransformRequest("benchmark", End));
        connection.Execute($"set variable tickets = {tickets}");
        connection.Execute(Rows);
        connection.Execute("checkpoint");
    }

    private const string Rows = """
        create temp table made as
        select i, 't' || i as ticket_id, timestamptz '2025-03-01 00:00:00+00' + to_microseconds((i * (365 * 86400e6 / getvariable('tickets')))::bigint) as created_at,
            'q' || i % 12 as queue_id, 'a' || i % 90 as agent_id, ['low', 'normal', 'high', 'urgent'][1 + (hash(i) % 4)::bigint] as priority,
            hash(i, 'done') % 20 > 0 as is_done
        from range(getvariable('tickets')) as numbers(i);

        insert into analytics.tickets by name
        select ticket_id, i as number, 'Payment ' || i || ' did not arrive' as subject, if(is_done, 'resolved', 'open') as status, priority, 'telegram' as channel,
            -1001000000000 - i % 40 as group_id, 'Group ' || i % 40 as group_title, i % 300 as topic_id, queue_id, 'Queue ' || i % 12 as queue_name,
            agent_id as assigned_agent_id, 'Agent ' || i % 90 as assigned_agent_name, 'c' || i // 4 as customer_id, 'Customer ' || i // 4 as customer_name,
            'gold' as customer_tier, 'en' as customer_language, ['billing', 'vip'] as tags, created_at, created_at + interval 4 hour as updated_at,
            created_at + interval 10 minute as first_response_at, if(is_done, created_at + interval 4 hour, null) as resolved_at, 0 as reopen_count,
            5 as message_count, 2 as agent_message_count, '{"order":' || i || '}' as custom_fields, '[]' as articles
        from made;

        insert into analytics.messages by name
        with phrases as (
            select ['I paid yesterday and', 'the money has not arrived;', 'could you look into it, please?', 'We have found your order', 'and will refund it', 'within two working days.',
                'Thank you for waiting,', 'the bank tells us', 'that the transfer failed', 'because of the account number.', 'Is there any news?', 'It works now, thanks!'] as phrase
        )
        select 'm' || i || '-' || j as message_id, ticket_id, if(j % 2 = 0, 'customer', 'agent') as author_type, if(j % 2 = 0, 'c' || i // 4, agent_id) as author_id, 'reply' as kind,
            phrase[1 + (hash(i, j) % 12)::bigint] || ' ' || phrase[1 + (hash(i, j, 1) % 12)::bigint] || ' ' || phrase[1 + (hash(i, j, 2) % 12)::bigint] || ' ' || hash(i, j, 3) % 10000000 as text,
            created_at + to_minutes(j * 25) as created_at
        from made, range(5) as messages(j), phrases;

        insert into analytics.ticket_events by name
        select 'e' || i || '-' || j as event_id, ticket_id, ['created', 'assigned', 'status_changed', 'status_changed'][1 + j] as type,
            [null, null, 'new', 'open'][1 + j] as from_value, [null, agent_id, 'open', 'resolved'][1 + j] as to_value, 'agent' as actor_type, agent_id as actor_id,
            created_at + to_minutes(j * 60) as occurred_at
        from made, range(4) as events(j);

        insert into analytics.ticket_status_spans by name
        select ticket_id, j as stay, ['new', 'open', 'resolved'][1 + j] as status, created_at + to_minutes(j * 60) as started_at,
            if(j < 2, created_at + to_minutes(j * 60 + 60), null) as ended_at, 3600 as calendar_seconds, 1800 as business_seconds
        from made, range(3) as spans(j);

        insert into analytics.ticket_metrics by name
        select ticket_id, 'default' as calendar_id, 'standard' as sla_policy, created_at, created_at + interval 10 minute as first_response_at,
            if(is_done, created_at + interval 4 hour, null) as resolved_at, 0 as reopen_count, 600 + i % 900 as frt_calendar_seconds, 600 + i % 700 as frt_business_seconds,
            14400 as full_resolution_calendar_seconds, 3600 + i % 5000 as full_resolution_business_seconds, i % 4000 as requester_wait_business_seconds,
            is_done as one_touch, 2 as reply_count, 0 as handoff_count, false as is_flagged, [] as flags, 3600 as frt_target_seconds, created_at + interval 1 hour as frt_due_at,
            'fulfilled' as frt_sla_status, 28800 as resolution_target_seconds, created_at + interval 8 hour as resolution_due_at, 'fulfilled' as resolution_sla_status
        from made;

        insert into analytics.ticket_replies by name
        select ticket_id, 1 + j as exchange, created_at + to_minutes(j * 50) as asked_at, created_at + to_minutes(j * 50 + 25) as replied_at, agent_id,
            1500 as reply_calendar_seconds, i % 1500 as reply_business_seconds, 'reply' as ended_by
        from made, range(2) as exchanges(j);

        insert into analytics.sla_events by name
        select ticket_id, ['first_response', 'next_reply', 'resolution'][1 + j] as metric, 1 as instance, 'standard' as policy, 3600 as target_seconds,
            created_at as started_at, created_at + interval 1 hour as due_at, created_at + interval 48 minute as warn_at,
            created_at + to_minutes(10 + j * 5) as fulfilled_at, 'fulfilled' as status
        from made, range(3) as promises(j);

        insert into analytics.template_usages by name
        select 'u' || i as usage_id, 'tpl' || i % 60 as template_id, 1 as template_version, ticket_id, agent_id, created_at + interval 10 minute as applied_at,
            false as is_inferred, i % 3 = 0 as edited_before_send
        from made
        where i % 2 = 0;

        insert into analytics.agent_daily by name
        select distinct created_at::date as day, agent_id from made;
        """;
}
