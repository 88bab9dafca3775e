using System.Diagnostics;
using Dapper;
using DuckDB.NET.Data;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Transform;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Benchmarks.Pushing;

/// <summary>What the engine costs, with the model of tickets that the file drop ships with: everything new, nothing changed, and some changed.</summary>
internal static class PushBenchmark
{
    private static readonly string Sql = Path.Combine(AppContext.BaseDirectory, "sql");

    public static async Task<int> RunAsync(int tickets, int changed, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("tgcrm-push-").FullName;
        try
        {
            using var warehouse = WarehouseFile.Open(new DataFolder(folder));
            using var connection = warehouse.Connect();
            Write(connection, tickets);
            var state = StateStore.Open(new SqliteState(Path.Combine(folder, "state.db")));
            var connector = new TakingConnector(1_000);
            await PushAsync("everything new", connection, state, connector);
            for (var round = 1; round <= rounds; round++)
            {
                await PushAsync("nothing changed", connection, state, connector);
                connection.Execute($"update analytics.tickets set priority = 'round {round}' where number % {tickets / changed} = {round}");
                await PushAsync($"{changed:N0} changed", connection, state, connector);
            }
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task PushAsync(string what, DuckDBConnection connection, StateStore state, TakingConnector connector)
    {
        var run = new PushRun(connection, state, Path.Combine(Sql, "push"), TimeProvider.System, NullLogger<PushRun>.Instance);
        var requests = connector.Requests;
        var clock = Stopwatch.StartNew();
        var summary = (await run.RunAsync($"run{Stopwatch.GetTimestamp()}", [new PushTarget("erp", "file-drop", connector)], default)).Single().Entities.Single();
        Console.WriteLine($"{what}: {clock.Elapsed.TotalSeconds:0.00} s, {connector.Requests - requests} requests, {summary}");
    }

    private static void Write(DuckDBConnection connection, int tickets)
    {
        new Migrations(Migration.ReadAll(Path.Combine(Sql, "schema"))).Apply(connection, Instant.FromUtc(2026, 3, 1, 0, 0));
        new Transformation(SqlFolder.Load(Sql)).Run(connection, new TransformRequest("benchmark", Instant.FromUtc(2026, 3, 1, 0, 0)));
        connection.Execute($"set variable tickets = {tickets}");
        connection.Execute(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Pushing", "tickets.sql")));
        connection.Execute("checkpoint");
    }
}
