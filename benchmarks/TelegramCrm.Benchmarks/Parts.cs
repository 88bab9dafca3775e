using System.Diagnostics;
using System.Text.Json;
using NodaTime;
using TelegramCrm.Sandbox;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Benchmarks;

/// <summary>What runs in processes of its own.</summary>
internal static class Parts
{
    private const int PageSize = 500;

    public static async Task<int> ServeSandboxAsync(int tickets)
    {
        await using var server = await SandboxServer.StartAsync(
            new SandboxOptions { Tickets = tickets, RateLimits = SandboxRateLimits.Unreachable }, CancellationToken.None);
        Console.WriteLine(JsonSerializer.Serialize(new Serving(server.BaseAddress.ToString(), server.ApiKey, server.SecretToken)));
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    public static async Task<int> RunFloorAsync(Uri address, string key, string token)
    {
        var folder = Directory.CreateTempSubdirectory("tgcrm-floor-").FullName;
        try
        {
            var pages = await CurlFloor.ListPagesAsync(address, key, token, PageSize, folder);
            var listed = Process.GetCurrentProcess().TotalProcessorTime;
            var clock = Stopwatch.StartNew();
            await CurlFloor.FetchAsync(folder, cancellationToken: CancellationToken.None);
            var fetched = clock.Elapsed;
            var rows = CurlFloor.Load(folder);
            Report(clock.Elapsed, $"{pages:N0} pages in {fetched.TotalSeconds:0.00} s, {rows:N0} rows, {(Process.GetCurrentProcess().TotalProcessorTime - listed).TotalSeconds:0.0} s of processor without curl");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static async Task<int> RunOursAsync(Uri address, string key, string token)
    {
        var folder = new DataFolder(Directory.CreateTempSubdirectory("tgcrm-ours-").FullName);
        try
        {
            using var client = new CrmClient(new CrmAddress { BaseUrl = address, ApiKey = key, SecretToken = token }, TimeProvider.System);
            var (elapsed, rows) = await FirstSyncAsync(folder, client);
            // The warehouse is closed by now: the last of its log is packed into the file, which takes more memory than the reading.
            using var process = Process.GetCurrentProcess();
            Report(elapsed, $"{rows:N0} rows, {rows / elapsed.TotalSeconds:N0} rows/s, peak {process.PeakWorkingSet64 >> 20} MB, {process.TotalProcessorTime.TotalSeconds:0.0} s of processor, file {new FileInfo(folder.WarehouseFile).Length >> 20} MB");
            return 0;
        }
        finally
        {
            Directory.Delete(folder.Path, recursive: true);
        }
    }

    /// <returns>From the first request until the file is closed, and the rows that were loaded.</returns>
    private static async Task<(TimeSpan Elapsed, long Rows)> FirstSyncAsync(DataFolder folder, CrmClient client)
    {
        var clock = new Stopwatch();
        long rows;
        using (var warehouse = WarehouseFile.Open(folder))
        {
            using (var connection = warehouse.Connect())
                new Migrations(Migration.ReadAll(Path.Combine(AppContext.BaseDirectory, "sql", "schema"))).Apply(connection, SystemClock.Instance.GetCurrentInstant());
            clock.Start();
            using var run = await Run.BeginAsync(warehouse, "benchmark", TimeProvider.System, CancellationToken.None);
            var outcomes = await new Extraction(warehouse, client, new ExtractLimits { PageSize = PageSize }, TimeProvider.System).RunAsync(run, Streams.Listed, CancellationToken.None);
            await run.EndAsync(RunStatus.Done, null);
            if (outcomes.FirstOrDefault(outcome => !outcome.IsWhole) is { } failed)
                throw new InvalidOperationException($"{failed.Stream}: {failed.Error}");
            rows = outcomes.Sum(outcome => outcome.Counts.Loaded);
        }
        return (clock.Elapsed, rows);
    }

    private static void Report(TimeSpan elapsed, string detail) => Console.WriteLine(JsonSerializer.Serialize(new Measured(elapsed.TotalSeconds, detail)));
}
