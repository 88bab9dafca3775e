using System.Net;
using System.Net.Sockets;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Campaign;

/// <summary>The service takes webhooks and is killed while they come in; a sync is handed to it in between.</summary>
internal sealed class ServicePhase(RoundPlan plan, SandboxServer crm, Tgcrm tgcrm)
{
    private const int Restarts = 3;
    private const int MostRounds = 20;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(6); // the sandbox tries again 5 seconds after a first failure

    private readonly Random random = new(plan.Seed);

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
        for (var restart = 1; restart < Restarts; restart++)
        {
            using var service = await ServeAsync();
            await KillAsync(service);
        }
        return await EndAsync();
    }

    /// <summary>From here on webhooks alone must bring what changes.</summary>
    private async Task CatchUpAsync()
    {
        crm.Faults = SandboxFaults.None;
        crm.Clock.Advance(plan.Faults.LateBy);
        (await tgcrm.RunAsync("sync", "--no-push")).Well();
        crm.Advance(TimeSpan.Zero, 1); // a later tie is with this one, and not with what is long read
        crm.Faults = plan.Faults;
    }

    private async Task KillAsync(TgcrmProcess service)
    {
        var watch = new KillWatch(new KillPoint(Bytes: (long)Math.Pow(400_000, random.NextDouble())), () => "", () => 0, new DirectoryInfo(tgcrm.PathOf("data")));
        using var handed = random.NextDouble() < 0.5 ? tgcrm.Start("sync") : null;
        crm.Advance(Step, 10 + random.Next(20));
        var delivering = crm.DeliverWebhooksAsync(CancellationToken.None);
        await service.WasSeenAsync(() => watch.IsReached() || delivering.IsCompleted);
        if (await service.KillAsync()) Kills++;
        await delivering;
        if (handed is not null) await handed.EndAsync();
        crm.Clock.Advance(RetryAfter);
    }

    private async Task<IReadOnlyList<string>> EndAsync()
    {
        using var service = await ServeAsync();
        var round = await crm.DeliverWebhooksAsync(CancellationToken.None);
        for (var rounds = 0; round.Waiting > 0 && rounds < MostRounds; rounds++)
        {
            crm.Clock.Advance(RetryAfter);
            round = await crm.DeliverWebhooksAsync(CancellationToken.None);
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
