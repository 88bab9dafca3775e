using TelegramCrm.Sandbox;

namespace TelegramCrm.Campaign;

/// <summary>One round: a CRM that misbehaves, a user whose processes are killed, and the comparison when both have come to rest.</summary>
internal sealed class Round : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(2);

    private readonly RoundPlan plan;
    private readonly SandboxServer crm;
    private readonly Tgcrm tgcrm;
    private readonly List<string> differences = [];
    private int kills;

    private Round(RoundPlan plan, SandboxServer crm, Tgcrm tgcrm) => (this.plan, this.crm, this.tgcrm) = (plan, crm, tgcrm);

    private long Requests => crm.Requests.Values.Sum();

    /// <summary>Makes the CRM and the user's folder.</summary>
    /// <param name="seed">What the round is drawn from.</param>
    /// <param name="folder">Records to serve; null makes some up.</param>
    /// <param name="time">For the CRM's present.</param>
    public static async Task<Round> PrepareAsync(int seed, string? folder, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var drawn = RoundPlan.Draw(seed, folder is null ? null : CrmFiles.Count(folder), DateOnly.FromDateTime(now.UtcDateTime));
        var user = new Tgcrm { Time = new StandingClock(now.AddDays(1)) }; // what is computed in the end is as of then, here and in the warehouse it is compared with
        if (folder is null)
            await WriteAsync(folder = user.PathOf("crm"), drawn, now);
        var server = await SandboxServer.StartAsync(
            new SandboxOptions { Seed = seed, DataFolder = folder, Now = now, RateLimits = drawn.RateLimits, DeliversWebhooksByItself = false }, CancellationToken.None);
        server.Faults = drawn.Faults;
        await user.ConfigureAsync(server, pageSize: drawn.PageSize);
        return new(drawn, server, user);
    }

    private static Task WriteAsync(string folder, RoundPlan plan, DateTimeOffset now) => CrmFiles.WriteAsync(
        folder, new SandboxOptions { Seed = plan.Seed, Tickets = plan.Tickets, Now = now, Faults = new SandboxFaults { Ties = plan.Faults.Ties } }, plan.NoteLength);

    /// <summary>Plays it to its end.</summary>
    public async Task<RoundOutcome> PlayAsync()
    {
        foreach (var run in plan.Runs) await KillAsync(run);
        if (plan.Kind == RoundKind.Webhooks)
        {
            var service = new ServicePhase(plan, crm, tgcrm);
            differences.AddRange(await service.PlayAsync());
            kills += service.Kills;
        }
        var (met, requests) = (crm.FaultsMet, Requests);
        var end = new RoundEnd(plan, crm, tgcrm);
        differences.AddRange(await end.CompareAsync());
        return new(plan) { Kills = kills, FaultsMet = met, Requests = requests, RowsCompared = end.RowsCompared, Differences = differences };
    }

    /// <summary>What it came to when it can't go on.</summary>
    /// <param name="why">What the product failed to do.</param>
    public RoundOutcome BrokenOff(Exception why)
    {
        differences.Add(why.Message);
        return new(plan) { Kills = kills, FaultsMet = crm.FaultsMet, Requests = Requests, Differences = differences };
    }

    /// <summary>Stops the CRM and removes the folder; one that shows a difference stays.</summary>
    public async ValueTask DisposeAsync()
    {
        await crm.DisposeAsync();
        if (differences.Count == 0) tgcrm.Dispose();
    }

    private async Task KillAsync(PlannedRun run)
    {
        var before = Requests;
        var isUnderWay = false;
        using var process = tgcrm.Start([.. run.Arguments]);
        var watch = new KillWatch(run.Kill, () => process.Said, () => Requests - before, new DirectoryInfo(tgcrm.PathOf("data")));
        var isReached = await process.WasSeenAsync(() =>
        {
            if (!isUnderWay && Requests > before) crm.Advance(Step, run.Changes);
            isUnderWay = Requests > before;
            return watch.IsReached();
        });
        if (isReached && await process.KillAsync())
            kills++;
        else if (await process.EndAsync() is not (0 or 4 or 5) && run.Arguments[0] is not ("publish" or "transform")) // there may be nothing yet to compute or to publish
            differences.Add($"tgcrm {string.Join(' ', run.Arguments)} ended by itself, and not well: {process.Said}");
        crm.Advance(Step, run.Changes);
        differences.AddRange(PublishedSet.Look(tgcrm));
    }
}
