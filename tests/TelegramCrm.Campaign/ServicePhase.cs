using System.Net;
using System.Net.Sockets;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Campaign;

/// <summary>The service takes webhooks and is killed while they come in; a sync is handed to it in between.</summary>
internal sealed class ServicePhase(RoundPlan plan, SandboxServer crm, Tgcrm tgcrm)
{
    private const int MostRounds = 20;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(6); // the sandbox tries again 5 seconds after a first failure

    private readonly Random random = new(plan.Seed);

    /// <summary>How often it is started to be killed.</summary>
    public int Starts { get; init; } = 3;

    /// <summary>How many changes the CRM tells of between two starts, at least.</summary>
    public int Changes { get; init; } = 10;

    /// <summary>It is killed when its files have grown by as much, at most.</summary>
    public double MostBytes { get; init; } = 400_000;

    /// <summary>How many deliveries were confirmed, repeated ones counted again.</summary>
    public long Confirmed { get; private set; }

    /// <summary>How often the service was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>Plays it, and ends the service well.</summary>
    /// <returns>What is not as it must be.</returns>
    public async Task<IReadOnlyList<string>> PlayAsync()
    {
        await CatchUpAsync();
        var port = FreePort();
        await tgcrm.ConfigureAsync(crm, $$"""
            "webhooks": { "listen": "http://127.0.0.1:{{port}}", "secrets": ["${ENV:HOOK}"] },
            "schedules": { "sync": "0 0 29 2 *" },
            """, plan.PageSize);
        using (var first = await ServeAsync())
        {
            crm.Subscribe(new Uri((await first.LineAsync("^webhooks are taken at (?<address>.+)$")).Groups["address"].Value));
            await KillAsync(first);
        }
        for (var start = 1; start < Starts; start++)
        {
            using var service = await ServeAsync();
            await KillAsync(service);
        }
        return await EndAsync();
    }

    /// <summary>From here on webhooks alone must bring what changes.</summary>
    private async Task CatchUpAsync()
    {
        (crm.Faults, crm.RateLimits) = (SandboxFaults.None, SandboxRateLimits.Unreachable); // the clock of this sync stands, and would never see a window's end
        crm.Clock.Advance(plan.Faults.LateBy);
        (await tgcrm.RunAsync("sync", "--no-push").WaitAsync(Wait.Patience)).Well();
        crm.Advance(TimeSpan.Zero, 1); // a later tie is with this one, and not with what is long read
        (crm.Faults, crm.RateLimits) = (plan.Faults, plan.RateLimits);
    }

    private async Task KillAsync(TgcrmProcess service)
    {
        var watch = new KillWatch(new KillPoint(Bytes: (long)Math.Pow(MostBytes, random.NextDouble())), () => "", () => 0, new DirectoryInfo(tgcrm.PathOf("data")));
        using var handed = random.NextDouble() < 0.5 ? tgcrm.Start("sync") : null;
        crm.Advance(Step, Changes + random.Next(2 * Changes));
        var delivering = crm.DeliverWebhooksAsync(CancellationToken.None);
        await service.WasSeenAsync(() => watch.IsReached() || delivering.IsCompleted);
        if (await service.KillAsync()) Kills++;
        Confirmed += (await delivering).Confirmed;
        if (handed is not null) await handed.EndAsync();
        crm.Clock.Advance(RetryAfter);
    }

    private async Task<IReadOnlyList<string>> EndAsync()
    {
        using var service = await ServeAsync();
        var round = await crm.DeliverWebhooksAsync(CancellationToken.None);
        Confirmed += round.Confirmed;
        for (var rounds = 0; round.Waiting > 0 && rounds < MostRounds; rounds++)
        {
            crm.Clock.Advance(RetryAfter);
            round = await crm.DeliverWebhooksAsync(CancellationToken.None);
            Confirmed += round.Confirmed;
        }
        if (round.Waiting > 0) return [$"{round.Waiting} deliveries were not taken in {MostRounds} rounds"];
        await Wait.UntilAsync(async () => (long)(await tgcrm.RunAsync("status", "--json")).Well().Document["inbox"]!["waiting"]! == 0);
        var dead = (long)(await tgcrm.RunAsync("status", "--json")).Well().Document["inbox"]!["deadLetters"]!;
        var exitCode = await service.TerminateAsync();
        crm.Clock.Advance(plan.Faults.LateBy);
        return
        [
            .. dead == 0 ? (string[])[] : [$"{dead} deliveries became dead letters"],
            .. exitCode == 0 ? (string[])[] : [$"the service ended with {exitCode} when it was asked to: {service.Said}"],
            .. plan.Faults.Ties == 0 ? Unconfirmed() : [], // of versions of one instant the last that comes stays, until polling reads them again
        ];
    }

    /// <summary>What was confirmed must be there, without any polling.</summary>
    private IEnumerable<string> Unconfirmed()
    {
        using var working = Database.Open(tgcrm.WorkingFile);
        return [.. ((string[])["tickets", "messages", "template_usages", "agents"]).SelectMany(stream => working.DifferencesFrom(crm, stream)).Select(difference => $"after webhooks alone, {difference}")];
    }

    private async Task<TgcrmProcess> ServeAsync()
    {
        var service = tgcrm.Start("serve");
        await service.LineAsync("^webhooks are taken at ");
        return service;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
