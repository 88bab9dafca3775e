using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using TelegramCrm.Sandbox;
using TelegramCrm.Sync.Automation.Assignment;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Benchmarks.Assigning;

/// <summary>
/// A burst of tickets that nobody has, as after an outage, placed over real HTTP within the CRM's limit. The floor is what the limit itself costs: the
/// windows that must be over before the last request may be sent.
/// </summary>
internal static class AssignBurst
{
    private static readonly AssignmentConfiguration Rules = new()
    {
        Rules =
        [
            new() { Name = "premium-seniors", When = new() { Tiers = ["premium"] }, To = new() { Roles = ["senior"] } },
            new() { Name = "shared", To = new() { Queue = "q-escalations" } },
        ],
        Fallback = new() { Queue = "q-inbox" },
    };

    public static async Task<int> RunAsync(int tickets)
    {
        var limits = new SandboxRateLimits();
        await using var crm = await SandboxServer.StartAsync(new SandboxOptions { Tickets = 200, RateLimits = limits }, CancellationToken.None);
        var folder = new DataFolder(Directory.CreateTempSubdirectory("tgcrm-assign-").FullName);
        try
        {
            using var warehouse = WarehouseFile.Open(folder);
            using (var connection = warehouse.Connect())
                new Migrations(Migration.ReadAll(Path.Combine(AppContext.BaseDirectory, "sql", "schema"))).Apply(connection, SystemClock.Instance.GetCurrentInstant());
            using var client = new CrmClient(new CrmAddress { BaseUrl = crm.BaseAddress, ApiKey = crm.ApiKey, SecretToken = crm.SecretToken }, TimeProvider.System);
            using var run = await Run.BeginAsync(warehouse, "benchmark", TimeProvider.System, CancellationToken.None);
            await new Extraction(warehouse, client, new ExtractLimits(), TimeProvider.System).RunAsync(run, Streams.Listed, CancellationToken.None);
            using var pass = new AssignmentHouse(
                Rules, [], warehouse, StateStore.Open(new SqliteState(folder.StateFile)), client, Path.Combine(AppContext.BaseDirectory, "sql"), TimeProvider.System, NullLoggerFactory.Instance).OpenPass();
            await pass.RunAsync(CancellationToken.None);
            for (var i = 0; i < tickets; i++)
                crm.People.OpenTicket(tier: i % 50 == 0 ? "premium" : "basic");
            await MeasureAsync(crm, pass, limits, tickets);
            return 0;
        }
        finally
        {
            Directory.Delete(folder.Path, recursive: true);
        }
    }

    private static async Task MeasureAsync(SandboxServer crm, AssignmentPass pass, SandboxRateLimits limits, int tickets)
    {
        var before = crm.Requests;
        var clock = Stopwatch.StartNew();
        var outcome = await pass.RunAsync(CancellationToken.None);
        var seconds = clock.Elapsed.TotalSeconds;
        var asked = crm.Requests.Where(pair => pair.Key.Contains("/tickets", StringComparison.Ordinal) || pair.Key.Contains("/ticket-events", StringComparison.Ordinal)).Sum(pair => pair.Value - before.GetValueOrDefault(pair.Key));
        var bound = (Math.Ceiling((double)asked / limits.Tickets) - 1) * limits.Window.TotalSeconds;
        Console.WriteLine($"{tickets:N0} tickets: {outcome.Applied:N0} placed, {outcome.Waiting + outcome.Queued} left, {asked:N0} requests to tickets, {crm.FaultsMet.GetValueOrDefault("429")} times 429");
        Console.WriteLine($"bound by {limits.Tickets:N0} requests in {limits.Window.TotalSeconds:0} s: {bound:0.0} s; took {seconds:0.0} s");
    }
}
