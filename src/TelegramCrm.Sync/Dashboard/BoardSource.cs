using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Inbox;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Transform;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Dashboard;

/// <summary>Reads what the dashboard shows, from the working warehouse and the state, beside whoever writes: DuckDB gives a reader its own view and nobody waits.</summary>
/// <param name="warehouse">The working warehouse. Nothing is written to it.</param>
/// <param name="inbox">The inbox.</param>
/// <param name="state">Inbox, ledger and leases.</param>
/// <param name="configuration">What the user wants.</param>
/// <param name="sqlFolder">The folder of the program's SQL.</param>
public sealed class BoardSource(WarehouseFile warehouse, InboxStore inbox, StateStore state, SyncConfiguration configuration, string sqlFolder)
{
    private static readonly Duration FlowSpan = Duration.FromHours(1);
    private static readonly string[] Panels = ["standing", "next_breaches", "overdue", "first_responses", "queues", "agents"];

    private readonly DashboardQueries queries = new(sqlFolder);
    private readonly PushHistory pushes = new(state);
    private readonly DeadLetters refused = new(state);

    /// <summary>The zone whose clock the page shows: that of the reports.</summary>
    internal DateTimeZone Zone => configuration.Reports.Zone;

    /// <summary>Differs from the last answer when there is something new to show.</summary>
    internal string Marks(Instant now)
    {
        using var connection = warehouse.Connect();
        var flow = inbox.Traffic.Over(FlowSpan, now);
        var push = pushes.List(1) is [var newest, ..] ? newest : null;
        return $"{queries.Marks(connection)} {inbox.Waiting} {flow.Requests} {flow.Applied} {flow.Dead} {push?.RunId} {push?.EndedAt}";
    }

    /// <summary>Reads everything; the warehouse as it was at one moment.</summary>
    internal BoardFigures Read(Instant now)
    {
        using var connection = warehouse.Connect();
        using var transaction = connection.BeginTransaction();
        var hasMarts = HasMarts(connection);
        if (hasMarts)
            queries.Prepare(connection, DayBounds.Of(now, Zone));
        return new(now, Zone)
        {
            Tables = hasMarts ? Panels.ToDictionary(panel => panel, panel => queries.Run(connection, panel)) : null,
            NextChange = hasMarts ? (Instant?)queries.Run(connection, "next_change").Rows.Single()["changes_at"] : null,
            Freshness = FiguresStanding.Read(connection),
            Standing = Standing.Read(connection, now),
            Inbox = new(configuration.Webhooks is not null, inbox.Waiting, inbox.OldestWait(now), inbox.Dead, inbox.Traffic.Over(FlowSpan, now), TicketFetch.Waiting(connection)),
            Pushes = LastPushes(),
            Tickets = new(configuration.Dashboard.TicketUrl),
        };
    }

    private List<LastPush> LastPushes()
    {
        var dead = refused.List().CountBy(letter => letter.Connector).ToDictionary();
        return [.. configuration.Connectors.Select(connector =>
        {
            var latest = pushes.List(EntitiesAtMost, connector.Name).GroupBy(push => push.RunId).FirstOrDefault()?.ToList() ?? [];
            return new LastPush(connector.Name, latest.Count == 0 ? null : latest.Max(push => push.EndedAt), [.. latest.Select(push => push.Summary)], dead.GetValueOrDefault(connector.Name));
        })];
    }

    private const int EntitiesAtMost = 10;

    /// <summary>Whether there are marts, and not only those of a version before the columns that are read here.</summary>
    private static bool HasMarts(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            select exists (from ops.transforms) and exists (
                from duckdb_columns() where database_name = current_database() and schema_name = 'analytics' and table_name = 'sla_events' and column_name = 'breach_at')
            """;
        return (bool)command.ExecuteScalar()!;
    }
}
