using TelegramCrm.Sandbox;

namespace TelegramCrm.Acceptance.Tests;

/// <summary>A real process is killed in the middle, at a request that is known.</summary>
public sealed class CrashTests : IDisposable
{
    private readonly Tgcrm tgcrm = new();

    public void Dispose() => tgcrm.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(29)]
    public async Task A_first_sync_that_is_killed_anywhere_leaves_nothing_out_and_nothing_twice_for_the_next(int requests)
    {
        await CrmFiles.WriteAsync(tgcrm.PathOf("crm"), tickets: 100);
        await using (var strict = await StartAsync(new SandboxOptions { DataFolder = tgcrm.PathOf("crm") }, requests))
        {
            await tgcrm.ConfigureAsync(strict, pageSize: 10);
            await KillAfterAsync(strict, requests, "sync");
        }

        await using var crm = await StartAsync(new SandboxOptions { DataFolder = tgcrm.PathOf("crm") }, int.MaxValue);
        await tgcrm.ConfigureAsync(crm, pageSize: 10);
        (await tgcrm.RunAsync("sync")).Well();
        using var database = Database.Open(tgcrm.WorkingFile);
        database.HoldsAllOf(crm, [.. SandboxTruth.Streams]);
    }

    [Fact]
    public async Task A_sync_that_is_killed_after_a_commit_goes_on_behind_it()
    {
        const int Pages = 50;
        const int Requests = Pages - 3;
        await CrmFiles.WriteAsync(tgcrm.PathOf("crm"), tickets: 100 * Pages, noteLength: 1_000); // more than one commit takes
        await using (var strict = await StartAsync(new SandboxOptions { DataFolder = tgcrm.PathOf("crm") }, Requests))
        {
            await tgcrm.ConfigureAsync(strict, pageSize: 100);
            await KillAfterAsync(strict, Requests, "sync", "--stream", "tickets");
        }
        using (var left = Database.OpenCopy(tgcrm.WorkingFile))
        {
            Assert.InRange(left.Count("raw.tickets"), 1, (100 * Pages) - 1);
            Assert.Equal(1, left.Count("ops.cursors where stream = 'tickets' and page_token is not null"));
        }

        await using var crm = await StartAsync(new SandboxOptions { DataFolder = tgcrm.PathOf("crm") }, int.MaxValue);
        await tgcrm.ConfigureAsync(crm, pageSize: 100);
        (await tgcrm.RunAsync("sync", "--stream", "tickets")).Well();
        Assert.InRange(crm.Requests["GET /api/v1/tickets"], 1, Pages - 1); // it didn't begin anew
        using var database = Database.Open(tgcrm.WorkingFile);
        database.HoldsAllOf(crm, "tickets", "messages");
    }

    [Fact]
    public async Task A_folder_that_a_process_is_working_on_is_refused_by_the_owner_s_name_and_free_once_that_is_dead()
    {
        await using var crm = await StartAsync(new SandboxOptions { Tickets = 50 }, 1);
        await tgcrm.ConfigureAsync(crm, pageSize: 10);
        using var owner = tgcrm.Start("sync");
        await owner.UntilAsync(() => Asked(crm) >= 1);
        foreach (var command in (string[])["sync", "status", "transform", "serve"])
        {
            var refused = await tgcrm.RunAsync(command);
            Assert.Equal(1, refused.ExitCode);
            Assert.StartsWith($"tgcrm: FOLDER/data: in use by process {owner.Id} (tgcrm sync, since ", refused.Error, StringComparison.Ordinal);
        }
        await owner.KillAsync();
        (await tgcrm.RunAsync("status")).Well();
    }

    private async Task KillAfterAsync(SandboxServer crm, int requests, params string[] arguments)
    {
        using var killed = tgcrm.Start(arguments);
        await killed.UntilAsync(() => Asked(crm) >= requests);
        await killed.KillAsync();
    }

    private static long Asked(SandboxServer crm) => crm.Requests
        .Where(request => request.Key.Contains("/ticket", StringComparison.Ordinal)).Sum(request => request.Value);

    private static Task<SandboxServer> StartAsync(SandboxOptions options, int requests) => SandboxServer.StartAsync(
        options with { RateLimits = Standstill.After(requests), DeliversWebhooksByItself = false }, CancellationToken.None);
}
