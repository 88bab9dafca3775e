using System.Diagnostics;
using NodaTime;
using TelegramCrm.Sandbox;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Benchmarks;

/// <summary>What a sync costs that finds nothing new: requests for each list, and rows written. The floor is one request a list.</summary>
internal static class NothingChanged
{
    public static async Task<int> RunAsync(int tickets, int rounds)
    {
        await using var crm = await SandboxServer.StartAsync(new SandboxOptions { Tickets = tickets, RateLimits = SandboxRateLimits.Unreachable }, CancellationToken.None);
        var folder = new DataFolder(Directory.CreateTempSubdirectory("tgcrm-nothing-changed-").FullName);
        try
        {
            using var warehouse = WarehouseFile.Open(folder);
            using (var connection = warehouse.Connect())
                new Migrations(Migration.ReadAll(Path.Combine(AppContext.BaseDirectory, "sql", "schema"))).Apply(connection, SystemClock.Instance.GetCurrentInstant());
            using var client = new CrmClient(new CrmAddress { BaseUrl = crm.BaseAddress, ApiKey = crm.ApiKey, SecretToken = crm.SecretToken }, TimeProvider.System);
            Console.WriteLine($"nothing changed among {tickets:N0} tickets");
            for (var round = 0; round <= rounds; round++)
            {
                var (before, clock) = (crm.Requests, Stopwatch.StartNew());
                var outcomes = await SyncAsync(warehouse, client);
                var asked = crm.Requests.Select(pair => (pair.Key, Count: pair.Value - before.GetValueOrDefault(pair.Key))).Where(pair => pair.Count > 0).ToList();
                Console.WriteLine(round == 0
                    ? $"first sync: {asked.Sum(pair => pair.Count):N0} requests, {outcomes.Sum(outcome => outcome.Counts.Loaded):N0} rows written, {clock.Elapsed.TotalSeconds:0.00} s"
                    : $"round {round}: {string.Join(", ", asked.Select(pair => $"{pair.Key} {pair.Count}"))}; floor {Streams.Listed.Count} requests, ours {asked.Sum(pair => pair.Count)}, "
                        + $"{outcomes.Sum(outcome => outcome.Counts.Extracted):N0} records re-read by the lookback, {outcomes.Sum(outcome => outcome.Counts.Loaded):N0} rows written, {clock.Elapsed.TotalMilliseconds:0} ms");
            }
            return 0;
        }
        finally
        {
            Directory.Delete(folder.Path, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<StreamOutcome>> SyncAsync(WarehouseFile warehouse, CrmClient client)
    {
        using var run = await Run.BeginAsync(warehouse, "benchmark", TimeProvider.System, CancellationToken.None);
        var outcomes = await new Extraction(warehouse, client, new ExtractLimits { PageSize = 500 }, TimeProvider.System).RunAsync(run, Streams.Listed, CancellationToken.None);
        await run.EndAsync(RunStatus.Done, null);
        return outcomes.FirstOrDefault(outcome => !outcome.IsWhole) is { } failed ? throw new InvalidOperationException($"{failed.Stream}: {failed.Error}") : outcomes;
    }
}
