using Dapper;
using NodaTime;

namespace TelegramCrm.Sync.Tests.Sql;

/// <summary>A few thousand records of every kind, made by arithmetic, so that a rebuild can be compared with one and with plain counts.</summary>
public sealed class RebuildTests : IDisposable
{
    private readonly SqlWarehouse warehouse = new();

    public RebuildTests()
    {
        warehouse.Connection.Execute("""
            insert into raw.tickets select 't' || n, null, '2026-01-01 00:00:00Z', n, json_object(
                'id', 't' || n, 'number', n, 'source', {channel: 'telegram_topic_group', group_id: -1000000000000 - n % 3}, 'status', ['open', 'resolved', 'closed'][1 + n % 3],
                'priority', 'normal', 'queue_id', if(n % 4 = 0, null, 'q' || n % 4), 'articles', if(n % 10 = 0, [{article_id: 'kb' || n % 3, title: 'K'}], []),
                'created_at', strftime('2026-01-01'::timestamp + to_hours(n), '%Y-%m-%dT%H:%M:%SZ'), 'updated_at', '2026-02-01T00:00:00Z'),
                if(n % 17 = 0, '2026-02-02 00:00:00Z'::timestamptz, null), false, 1 from range(500) as r(n);
            insert into raw.messages select 'm' || n, 't' || n % 520, '2026-01-01 00:00:00Z', n, json_object(
                'id', 'm' || n, 'ticket_id', 't' || n % 520, 'author', {type: ['customer', 'agent', 'bot'][1 + n % 3], id: 'a' || n % 5}, 'kind', if(n % 11 = 0, 'note', 'reply'),
                'text', if(n % 3 = 1 and n % 4 > 0, 'We looked into it and see nothing wrong, case ' || n % 7, 'Hello ' || n % 7), 'template_id', if(n % 3 = 1 and n % 4 = 0, 'tpl' || n % 6, null),
                'created_at', strftime('2026-01-01'::timestamp + to_minutes(n * 17), '%Y-%m-%dT%H:%M:%SZ'), 'edited_at', null),
                null, false, 1 from range(4000) as r(n);
            insert into raw.template_usages select 'u' || n, ticket_id, version_at, n, json_object(
                'id', 'u' || n, 'template_id', body ->> 'template_id', 'template_version', 1, 'ticket_id', ticket_id, 'agent_id', body ->> '$.author.id',
                'message_id', if(n % 5 = 0, null, id), 'applied_at', body ->> 'created_at'), null, false, 1
                from (select *, row_number() over (order by id) as n from raw.messages where (body ->> 'template_id') is not null) where n % 3 > 0;
            insert into raw.ticket_events select 'e' || n, 't' || n % 520, '2026-01-01 00:00:00Z', n, json_object(
                'id', 'e' || n, 'ticket_id', 't' || n % 520, 'type', if(n % 2 = 0, 'reopened', 'assigned'), 'from', null, 'to', null,
                'occurred_at', strftime('2026-01-01'::timestamp + to_minutes(n * 53), '%Y-%m-%dT%H:%M:%SZ')), null, false, 1 from range(1500) as r(n);
            insert into raw.templates select 'tpl' || n, null, '2026-01-01 00:00:00Z', n, json_object(
                'id', 'tpl' || n, 'title', 'T' || n, 'body', 'Hello {{n}}', 'article_id', 'kb' || n % 3, 'version', 1, 'updated_at', '2026-01-01T00:00:00Z'),
                null, false, 1 from range(6) as r(n);
            insert into analytics.ticket_metrics select 't' || n, if(n % 2 = 0, n * 60, null) from range(500) as r(n);
            """);
        warehouse.Build();
    }

    [Fact]
    public void A_second_build_gives_the_same_rows()
    {
        var relations = SqlWarehouse.BuiltRelations.ToList();
        foreach (var relation in relations)
            warehouse.Connection.Execute($"create table \"before {relation}\" as from {relation}");
        warehouse.Build();
        Assert.All(relations, relation =>
        {
            Assert.NotEqual(relation is "analytics.agents" or "analytics.queues" or "staging.agents" or "staging.queues" or "staging.superseded_templates" ? -1 : 0, warehouse.One<long>($"select count(*) from {relation}"));
            Assert.Equal(0, warehouse.One<long>($"""select count(*) from ((from "before {relation}" except all from {relation}) union all (from {relation} except all from "before {relation}"))"""));
        });
    }

    [Fact]
    public void Only_what_counts_back_from_now_changes_with_the_instant()
    {
        warehouse.Connection.Execute("create table before as from analytics.template_summary");
        warehouse.Build(SqlWarehouse.AsOf + Duration.FromDays(10));
        const string settled = "select * exclude (usages_30d, usages_prev_30d, usages_trend, unused_days, is_unused, is_stale)";
        Assert.Equal(0, warehouse.One<long>($"select count(*) from ({settled} from before except all {settled} from analytics.template_summary)"));
        Assert.True(warehouse.One<bool>("select bool_and(now.unused_days = before.unused_days + 10) from analytics.template_summary as now join before using (template_id)"));
    }

    [Fact]
    public void Every_data_test_passes() =>
        Assert.Empty(warehouse.FailingTests([.. SqlWarehouse.Folder.Tests.Select(test => test.Name).Where(SqlWarehouse.CanRun)]));

    [Fact]
    public void Usages_agree_with_a_balance_of_replies_and_reports_drawn_up_from_the_JSON() =>
        Assert.Equal(
            warehouse.One<(long, long)>("""
                with entries as (
                    select ticket_id, body ->> 'template_id' as template_id, 'reported' as kind, body ->> 'message_id' as message_id from raw.template_usages
                    union all
                    select ticket_id, body ->> 'template_id', 'reply', id from raw.messages
                    where (body ->> 'template_id') is not null and (body ->> 'kind') = 'reply' and (body ->> '$.author.type') = 'agent'
                        and id not in (select body ->> 'message_id' from raw.template_usages where (body ->> 'message_id') is not null)
                ),
                balance as (
                    select count(*) filter (kind = 'reported') as reported,
                        greatest(0, count(*) filter (kind = 'reply') - count(*) filter (kind = 'reported' and message_id is null)) as inferred
                    from entries where ticket_id in (select id from raw.tickets where deleted_at is null) group by ticket_id, template_id
                )
                select sum(reported)::bigint, sum(inferred)::bigint from balance
                """),
            warehouse.One<(long, long)>("select count(*) filter (not is_inferred), count(*) filter (is_inferred) from analytics.template_usages"));

    [Fact]
    public void Reopenings_after_use_agree_with_a_plain_join()
    {
        Assert.Equal(
            warehouse.Connection.Query<(string, long)>("""
                select template_id, count(distinct usages.ticket_id) filter (events.event_id is not null)
                from analytics.template_usages as usages
                left join analytics.ticket_events as events
                    on events.ticket_id = usages.ticket_id and events.type = 'reopened' and events.occurred_at > applied_at and date_diff('second', applied_at, occurred_at) <= 7 * 86400
                group by template_id order by template_id
                """),
            warehouse.Connection.Query<(string, long)>("select template_id, reopened_after_use from analytics.template_summary where usages > 0 order by template_id"));
        Assert.True(warehouse.One<bool>("select sum(reopened_after_use) > 0 from analytics.template_summary"));
    }

    public void Dispose() => warehouse.Dispose();
}
