using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Tests.Sql;
using TelegramCrm.Sync.Transform;

namespace TelegramCrm.Sync.Tests.Transform;

/// <summary>What a transform that ends in its middle leaves behind: the marts as they were, and a next transform that knows all it has to do.</summary>
public sealed class InterruptedIncrementTests : IDisposable
{
    private static readonly Instant AsOf = Instant.FromUtc(2026, 3, 1, 12, 0);

    private readonly SqlFiles files = new();
    private readonly DuckDBConnection connection = SqlWarehouse.Empty();

    public InterruptedIncrementTests() => files
        .Write("staging/messages.sql", """
            -- staging.messages: x
            -- grain: message · key: message_id · rebuilt: by ticket · inputs: raw.messages
            create or replace table staging.messages as select id as message_id, ticket_id from raw.messages
            """)
        .Write("analytics/counts.sql", """
            -- analytics.counts: x
            -- grain: one · key: message_count · inputs: staging.messages
            create or replace table analytics.counts as
            select count(*) as message_count, if(count(*) = 2, error('two'), null) as checked from staging.messages
            """)
        .Write("changes/changed_tickets.sql", """
            -- changes.changed_tickets: x
            -- grain: ticket · key: ticket_id · inputs: before.messages, raw.messages
            create or replace table changes.changed_tickets as
            select ticket_id, false as is_later_only from (from before.messages limit 0)
            union
            select ticket_id, false from raw.messages
            """);

    [Fact]
    public void A_summary_that_fails_takes_back_the_rows_of_tickets_too()
    {
        Load("m1", load: 1);
        Assert.True(Run().IsFull);
        Load("m2", load: 2);
        Assert.Contains("analytics/counts.sql: Invalid Input Error: two", Assert.Throws<SqlFileException>(() => Run()).Message, StringComparison.Ordinal);
        Assert.Equal((1, 1, 1), (Count("staging.messages"), connection.ExecuteScalar<long>("select message_count from analytics.counts"), Count("ops.transforms")));

        Load("m3", load: 3);
        var transform = Run();
        Assert.Equal((false, 2, 2), (transform.IsFull, transform.Tickets, transform.Number));
        Assert.Equal((3, 3), (Count("staging.messages"), connection.ExecuteScalar<long>("select message_count from analytics.counts")));
    }

    [Fact]
    public void Nothing_stays_attached_after_a_failure()
    {
        Load("m1", load: 1);
        Load("m2", load: 2);
        Assert.Throws<SqlFileException>(() => Run());
        Assert.Equal(["memory"], connection.Query<string>("select database_name from duckdb_databases() where not internal"));
        Assert.Equal("memory", connection.ExecuteScalar<string>("select current_database()"));
    }

    public void Dispose()
    {
        connection.Dispose();
        files.Dispose();
    }

    private TransformOutcome Run() => new Transformation(files.Load()).Run(connection, new("run", AsOf));

    private void Load(string message, long load) => connection.Execute(
        "insert into raw.messages values ($message, 't' || $message, '2026-03-01 00:00:00Z', 1, '{}', null, false, $load); insert into ops.loads values ($load, 'run', '2026-03-01 00:00:00Z')",
        new { message, load });

    private long Count(string relation) => connection.ExecuteScalar<long>($"select count(*) from {relation}");
}
