using Microsoft.Extensions.Time.Testing;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Acceptance.Tests;

/// <summary>The CRM is away for an hour: nothing is lost, and what could not be done is said.</summary>
public sealed class OutageTests : IAsyncLifetime, IDisposable
{
    private readonly HastyClock time = new();
    private readonly Tgcrm tgcrm;
    private SandboxServer crm = null!;

    public OutageTests() => tgcrm = new() { Time = time };

    public async Task InitializeAsync()
    {
        crm = await SandboxServer.StartAsync(new SandboxOptions { Tickets = 80, Now = time.GetUtcNow(), TimeProvider = TimeProvider.System, DeliversWebhooksByItself = false }, CancellationToken.None);
        await tgcrm.ConfigureAsync(crm, pageSize: 20);
    }

    public async Task DisposeAsync() => await crm.DisposeAsync();

    public void Dispose() => tgcrm.Dispose();

    [Fact]
    public async Task A_run_in_an_outage_ends_with_part_failed_and_says_of_each_stream_what_it_could_not_do_and_the_next_one_catches_up()
    {
        (await tgcrm.RunAsync("sync", "--no-push")).Well();
        crm.Advance(TimeSpan.FromMinutes(30), changes: 40);
        crm.Faults = new SandboxFaults { ServerErrors = 1 };
        var begun = time.GetUtcNow();

        var away = await tgcrm.RunAsync("sync", "--no-push", "--json");

        Assert.Equal(4, away.ExitCode);
        Assert.True(time.GetUtcNow() - begun > TimeSpan.FromSeconds(20)); // it was patient, by its own clock
        foreach (var stream in away.Document["streams"]!.AsArray().Where(stream => (string)stream!["stream"]! is not ("threads" or "inbox")))
            Assert.EndsWith("nothing of it could be read; the next run goes on there", (string)stream!["error"]!, StringComparison.Ordinal);
        Assert.Equal(6, away.Document["failures"]!.AsArray().Count);

        crm.Advance(TimeSpan.FromMinutes(30), changes: 40);
        crm.Faults = SandboxFaults.None;
        (await tgcrm.RunAsync("sync", "--no-push")).Well();
        using var database = Database.Open(tgcrm.WorkingFile);
        database.HoldsAllOf(crm, [.. SandboxTruth.Streams]);
    }

    [Fact]
    public async Task A_stream_that_was_reset_is_read_from_its_beginning_alone_and_a_full_refresh_leaves_no_page_to_go_on_from()
    {
        (await tgcrm.RunAsync("sync", "--no-push")).Well();
        (await tgcrm.RunAsync("state", "reset", "--stream", "tickets")).Well();
        Assert.Null(await MarkOfAsync("tickets"));
        Assert.NotNull(await MarkOfAsync("ticket_events"));
        var requests = crm.Requests["GET /api/v1/tickets"];
        (await tgcrm.RunAsync("sync", "--no-push", "--stream", "tickets")).Well();
        Assert.Equal(5, crm.Requests["GET /api/v1/tickets"] - requests); // four full pages and a look behind their end
        (await tgcrm.RunAsync("sync", "--no-push", "--full-refresh")).Well();
        using var database = Database.Open(tgcrm.WorkingFile);
        Assert.Equal(0, database.Count("ops.cursors where page_token is not null or pass_from_at is not null"));
        Assert.Equal(6, database.Count("ops.coverage where from_at = '-infinity'"));
        database.HoldsAllOf(crm, [.. SandboxTruth.Streams]);
    }

    private async Task<string?> MarkOfAsync(string stream)
    {
        var shown = (await tgcrm.RunAsync("state", "show", "--json")).Well().Document["streams"]!.AsArray();
        return (string?)shown.Single(row => (string)row!["stream"]! == stream)!["highWaterAt"];
    }

    /// <summary>Jumps over waits, such as those between two tries; the time limits of a try and of all tries stand.</summary>
    private sealed class HastyClock() : FakeTimeProvider(TimeProvider.System.GetUtcNow())
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime > TimeSpan.Zero && dueTime < TimeSpan.FromMinutes(5) && dueTime != TimeSpan.FromSeconds(30))
                Advance(dueTime);
            return timer;
        }
    }
}
