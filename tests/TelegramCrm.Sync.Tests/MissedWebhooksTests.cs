using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using TelegramCrm.Sandbox;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Inbox;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Tests;

/// <summary>Polling as the safety net of webhooks: it brings what they missed, and says how much that was.</summary>
public sealed class MissedWebhooksTests : IAsyncLifetime
{
    private static readonly Duration Lookback = Duration.FromMinutes(5);

    private readonly FakeTimeProvider time = new(Records.Noon.ToDateTimeOffset());
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tgcrm-missed-");
    private readonly HashSet<string> known = [];
    private SandboxServer crm = null!;
    private Installation installation = null!;
    private InboxWriter writer = null!;
    private int deliveries;

    public async Task InitializeAsync()
    {
        crm = await SandboxServer.StartAsync(new SandboxOptions { Tickets = 20, TimeProvider = time, DeliversWebhooksByItself = false, RateLimits = SandboxRateLimits.Unreachable }, CancellationToken.None);
        var configuration = new SyncConfiguration
        {
            Source = new() { BaseUrl = crm.BaseAddress, ApiKey = new("${ENV:K}", crm.ApiKey), SecretToken = new("${ENV:T}", crm.SecretToken), Lookback = Lookback },
            Webhooks = new() { Secrets = [new("${ENV:S}", "a secret, long enough")] },
        };
        installation = Installation.Open(configuration, [], new DataFolder(folder.FullName), new Owner(1, "test", time.GetUtcNow(), null, null), time, NullLoggerFactory.Instance);
        writer = new InboxWriter(installation.Inbox);
    }

    [Fact]
    public async Task What_was_there_before_the_first_webhook_was_not_missed()
    {
        Change(5);
        Pass(Lookback);
        Assert.Equal((0, 0), await SyncAsync());
    }

    [Fact]
    public async Task A_change_that_no_webhook_told_of_is_counted_once_when_the_lookback_is_over()
    {
        await BeginAsync();
        Change(1);
        Pass(Duration.FromSeconds(30));
        Assert.Equal((0, 0), await SyncAsync()); // its delivery may still be on its way
        Pass(Lookback);
        Assert.Equal((0, 1), await SyncAsync());
        Pass(Lookback);
        Assert.Equal((0, 0), await SyncAsync());
    }

    [Fact]
    public async Task A_change_that_a_webhook_told_of_before_or_after_the_poll_was_not_missed()
    {
        await BeginAsync();
        var first = Change(1);
        await DeliverAsync(first);
        Pass(Duration.FromSeconds(30));
        Assert.Equal((1, 0), await SyncAsync());
        var second = Change(1);
        Pass(Duration.FromSeconds(30));
        Assert.Equal((0, 0), await SyncAsync());
        await DeliverAsync(second);
        Pass(Lookback);
        Assert.Equal((0, 0), await SyncAsync());
    }

    [Fact]
    public async Task Without_the_events_that_tell_of_every_change_nothing_is_said_to_be_missed()
    {
        await BeginAsync();
        await ReopenAsync(installation.Configuration with { Webhooks = installation.Configuration.Webhooks! with { Events = ["ticket.created"] } });
        Change(3);
        Pass(Lookback);
        Assert.Equal((0, 0), await SyncAsync());
    }

    /// <summary>A first sync, and the first webhook that ever came.</summary>
    private async Task BeginAsync()
    {
        await SyncAsync();
        await DeliverAsync(Change(1));
        await SyncAsync();
        Pass(Duration.FromMinutes(1));
    }

    /// <returns>The tickets as they are after so many of them changed.</returns>
    private List<string> Change(int tickets)
    {
        known.UnionWith(crm.Truth.Records("tickets"));
        var changed = new List<string>();
        while (changed.Count < tickets)
        {
            crm.Advance(TimeSpan.Zero, 1);
            Pass(Duration.FromSeconds(1));
            changed = [.. crm.Truth.Records("tickets").Where(ticket => !known.Contains(ticket))];
        }
        return changed;
    }

    private void Pass(Duration duration) => time.Advance(duration.ToTimeSpan());

    private async Task DeliverAsync(IEnumerable<string> tickets)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        foreach (var ticket in tickets)
        {
            var id = $"d{++deliveries}";
            await writer.StoreAsync(new ReceivedDelivery(id, "ticket.updated", now, now, $$$"""{"id":"{{{id}}}","type":"ticket.updated","workspace_id":"w","data":{"ticket":{{{ticket}}}}}"""), CancellationToken.None);
        }
    }

    /// <returns>What webhooks told of and missed, by this run's step.</returns>
    private async Task<(long Announced, long Missed)> SyncAsync()
    {
        var run = await new SyncRun(installation).RunAsync(new RunRequest("sync", RunSteps.Extract), CancellationToken.None);
        Assert.Empty(run.Failures);
        using var connection = installation.Warehouse.Connect();
        return Dapper.SqlMapper.QuerySingle<(long, long)>(
            connection, "select coalesce(versions_announced, 0), coalesce(versions_missed, 0) from ops.run_steps where run_id = $RunId and step = 'apply'", new { run.RunId });
    }

    private async Task ReopenAsync(SyncConfiguration configuration)
    {
        await writer.DisposeAsync();
        installation.Dispose();
        installation = Installation.Open(configuration, [], new DataFolder(folder.FullName), new Owner(1, "test", time.GetUtcNow(), null, null), time, NullLoggerFactory.Instance);
        writer = new InboxWriter(installation.Inbox);
    }

    public async Task DisposeAsync()
    {
        await writer.DisposeAsync();
        installation.Dispose();
        await crm.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }
}
