using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Clocks;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Transform;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Benchmarks.ChangedTickets;

/// <summary>What runs in processes of its own.</summary>
internal sealed class ChangedTicketsParts : IDisposable
{
    private static readonly string[] Tables = ["tickets", "messages", "ticket_events"];
    private static readonly Instant Noon = Instant.FromUtc(2026, 1, 1, 12, 0);

    private readonly DataFolder folder;
    private readonly int tickets;
    private readonly int changed;
    private readonly WarehouseFile warehouse;
    private readonly DuckDBConnection connection;

    public ChangedTicketsParts(string folder, int tickets, int changed)
    {
        this.folder = new DataFolder(folder);
        this.tickets = tickets;
        this.changed = changed;
        warehouse = WarehouseFile.Open(this.folder);
        connection = warehouse.Connect();
    }

    /// <summary>Writes the records of the whole history.</summary>
    public void WriteHistory() => Measure(() =>
    {
        connection.Execute("set memory_limit = '2GB'");
        new Migrations(Migration.ReadAll(Path.Combine(AppContext.BaseDirectory, "sql", "schema"))).Apply(connection, Noon);
        connection.Execute(Sql("history"));
        return "";
    });

    /// <summary>Computes every ticket.</summary>
    public void TransformAll() => Measure(() => Transform(Noon, isFull: true));

    /// <summary>The floor.</summary>
    public void Merge()
    {
        WriteChanges();
        Measure(() =>
        {
            using var transaction = connection.BeginTransaction();
            foreach (var table in Tables)
                connection.Execute($"merge into raw.{table} as held using changed_{table} as came on held.id = came.id when matched then update when not matched then insert");
            transaction.Commit();
            return "";
        });
    }

    /// <summary>Computes the tickets that changed, with the data tests.</summary>
    public void TransformChanged()
    {
        WriteChanges();
        using (var transaction = connection.BeginTransaction())
        {
            foreach (var table in Tables)
                connection.Execute($"delete from raw.{table} where id in (select id from changed_{table}); insert into raw.{table} from changed_{table}");
            connection.Execute("insert into ops.loads values (2, 'second', '2026-01-01 12:10:00+00')");
            transaction.Commit();
        }
        Measure(() => Transform(Noon + Duration.FromMinutes(10), isFull: false));
    }

    /// <summary>Computes some tickets again, as after webhooks.</summary>
    public void RefreshSome() => Measure(() =>
    {
        var refreshes = new Refreshes(connection, SqlFolder.Load(Path.Combine(AppContext.BaseDirectory, "sql")));
        return string.Join(", ", ((int[])[50, 1000]).Select(some => $"{some:N0} tickets in {refreshes.Measure(some).TotalSeconds:0.00} s"));
    });

    public void Dispose()
    {
        connection.Dispose();
        warehouse.Dispose();
    }

    private string Transform(Instant asOf, bool isFull)
    {
        var office = new CalendarConfiguration("office",
        [
            new CalendarVersion { Zone = DateTimeZone.Utc, Weekly = Enumerable.Range(1, 5).ToDictionary(day => (IsoDayOfWeek)day, _ => (IReadOnlyList<OpenHours>)[new OpenHours(9 * 3600, 17 * 3600)]) },
        ]);
        var policy = new SlaPolicy { Name = "standard", Targets = [new("first_response", 4 * 3600, true), new("next_reply", 2 * 3600, true), new("resolution", 16 * 3600, true)] };
        ClockTables.Write(connection, [office], "office", [], [policy], asOf);
        var clock = Stopwatch.StartNew();
        var transform = new Transformation(SqlFolder.Load(Path.Combine(AppContext.BaseDirectory, "sql")), folder.Temporary).Run(connection, new($"run-{asOf}", asOf, isFull));
        var computed = clock.Elapsed;
        List<DataTestResult> results = [.. transform.Tested, .. new DataTests(transform.Untested).Run(connection)];
        DataTests.Record(connection, $"run-{asOf}", asOf, results);
        connection.Execute("insert into ops.run_steps (run_id, step, subject, started_at, status) values ($run, 'test', '', now(), 'done')", new { run = $"run-{asOf}" });
        var failed = string.Join(", ", results.Where(result => !result.Passed).Select(result => result.Test.Name));
        return $"{transform.Tickets:N0} tickets, tests {(clock.Elapsed - computed).TotalSeconds:0.00} s of it{(failed.Length > 0 ? $", FAILED {failed}" : "")}";
    }

    private void WriteChanges()
    {
        var history = Sql("history");
        connection.Execute(history[..history.IndexOf("insert into", StringComparison.Ordinal)]);
        connection.Execute(Sql("changes"));
    }

    private string Sql(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ChangedTickets", $"{name}.sql"))
        .Replace("{tickets}", tickets.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{changed}", changed.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static void Measure(Func<string> work)
    {
        var clock = Stopwatch.StartNew();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var detail = work();
        var process = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new Measured(clock.Elapsed.TotalSeconds,
            $"{detail}{(detail.Length > 0 ? ", " : "")}{(process.TotalProcessorTime - cpu).TotalSeconds:0.00} s of processor, peak {process.PeakWorkingSet64 >> 20} MB")));
    }
}
