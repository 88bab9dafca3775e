using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TelegramCrm.Benchmarks.ChangedTickets;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Dashboard;
using TelegramCrm.Sync.Inbox;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Transform;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Benchmarks.Dashboard;

/// <summary>The dashboard as the service has it, over a warehouse that is there already, beside the work that it watches.</summary>
internal static class WatchedWarehouse
{
    private const int Viewers = 10;
    private const int LoadsAtOnce = 5; // times seven, see Refreshes
    private const int TicketsALoad = 50;

    public static async Task<int> RunAsync(string path, int rounds)
    {
        var folder = new DataFolder(path);
        using var warehouse = WarehouseFile.Open(folder);
        using var connection = warehouse.Connect();
        var refreshes = new Refreshes(connection, SqlFolder.Load(Path.Combine(AppContext.BaseDirectory, "sql")));
        var state = StateStore.Open(new SqliteState(folder.StateFile));
        var none = new Secret("${ENV:NONE}", "none");
        var configuration = new SyncConfiguration { Source = new() { BaseUrl = new("http://127.0.0.1:9"), ApiKey = none, SecretToken = none } };
        using var board = new Board(
            new BoardSource(warehouse, new InboxStore(state), state, configuration, Path.Combine(AppContext.BaseDirectory, "sql")), TimeProvider.System, NullLogger<Board>.Instance);
        using var site = new DashboardSite(board, configuration.Dashboard, TimeProvider.System, NullLogger<DashboardSite>.Instance);
        await using var web = Serve(board, site);
        await web.StartAsync();
        var address = new Uri(web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

        Work(refreshes);
        for (var round = 1; round <= rounds; round++)
        {
            var alone = Work(refreshes);
            var painted = board.Painted;
            var watched = await WatchedAsync(address, () => Work(refreshes));
            Console.WriteLine($"round {round}: nobody watches {alone.Time.TotalSeconds:0.00} s ({alone.Processor.TotalSeconds:0.00} s of processor), {Viewers} watch {watched.Time.TotalSeconds:0.00} s "
                + $"({watched.Processor.TotalSeconds:0.00} s), ratio {watched.Time / alone.Time:0.00} ({watched.Processor / alone.Processor:0.00}); {board.Painted - painted} pictures, the last in {board.LastTook.TotalMilliseconds:0} ms");
        }
        return 0;
    }

    private static (TimeSpan Time, TimeSpan Processor) Work(Refreshes refreshes)
    {
        var (clock, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        for (var load = 0; load < LoadsAtOnce; load++)
            refreshes.Measure(TicketsALoad);
        return (clock.Elapsed, Environment.CpuUsage.TotalTime - before);
    }

    private static async Task<(TimeSpan Time, TimeSpan Processor)> WatchedAsync(Uri address, Func<(TimeSpan Time, TimeSpan Processor)> work)
    {
        using var leave = new CancellationTokenSource();
        using var http = new HttpClient { BaseAddress = address };
        var viewers = Enumerable.Range(0, Viewers).Select(_ => WatchAsync(http, leave.Token)).ToList();
        var took = await Task.Run(work);
        await leave.CancelAsync();
        await Task.WhenAll(viewers);
        return took;
    }

    private static async Task WatchAsync(HttpClient http, CancellationToken leave)
    {
        try
        {
            await using var stream = await http.GetStreamAsync(new Uri("live", UriKind.Relative), leave);
            await stream.CopyToAsync(Stream.Null, leave);
        }
        catch (OperationCanceledException)
        {
            // it has seen enough
        }
    }

    private static WebApplication Serve(Board board, DashboardSite site)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddRoutingCore();
        builder.Services.AddSingleton<IHostedService>(board);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var web = builder.Build();
        site.Map(web);
        return web;
    }
}
