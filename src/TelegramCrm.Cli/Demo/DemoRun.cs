using TelegramCrm.Cli.Commands;
using TelegramCrm.Cli.Control;
using TelegramCrm.Cli.Service;
using TelegramCrm.Sandbox;
using TelegramCrm.Sync;

namespace TelegramCrm.Cli.Demo;

/// <summary>The main job on a sandbox, step by step.</summary>
/// <param name="folder">Where it all lies afterwards.</param>
/// <param name="context">The command.</param>
internal sealed class DemoRun(DemoFolder folder, CommandContext context)
{
    private const int Tickets = 2_000;
    private const int Changes = 250;

    // The sandbox begins so long ago and then catches up, because a webhook from the future would be refused.
    private static readonly TimeSpan Burst = TimeSpan.FromMinutes(20);

    private readonly Output output = context.Output;

    /// <summary>Runs it.</summary>
    /// <returns>What each part did; the last run first.</returns>
    public async Task<DemoOutcome> RunAsync(CancellationToken cancellationToken)
    {
        var webhookSecret = DemoFolder.NewSecret();
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { Tickets = Tickets, WebhookSecret = webhookSecret, DeliversWebhooksByItself = false, TimeProvider = context.Time, Now = context.Time.GetUtcNow() - Burst }, cancellationToken);
        WriteConfiguration(sandbox, webhookSecret);
        output.Line($"1. sandbox CRM with {sandbox.Truth.Count("tickets"):N0} tickets at {sandbox.BaseAddress}");

        using var installation = context.OpenInstallation("demo");
        await using var service = await ServiceHost.StartAsync(installation, context.Shell, ControlEndpoint.NewToken(), cancellationToken, withSchedules: false);
        var first = await RunAsync(installation, "2. first sync: everything is read", RunSteps.Extract | RunSteps.Transform | RunSteps.Publish, cancellationToken);

        sandbox.Subscribe(service.InboxAddress!);
        sandbox.Advance(Burst, Changes);
        var delivered = await DeliverAsync(sandbox, cancellationToken);
        output.Line($"3. {delivered} signed webhooks taken in, on the disk before each was answered");

        var second = await RunAsync(installation, "4. next sync: what the webhooks brought is known, the rest is read", RunSteps.Extract | RunSteps.Transform | RunSteps.Publish | RunSteps.Report | RunSteps.Push, cancellationToken);
        return new DemoOutcome(sandbox.Truth.Count("tickets"), delivered, first, second);
    }

    private void WriteConfiguration(SandboxServer sandbox, string webhookSecret)
    {
        folder.WriteSecret("api-key", sandbox.ApiKey);
        folder.WriteSecret("secret-token", sandbox.SecretToken);
        folder.WriteSecret("webhook", webhookSecret);
        using var resource = new StreamReader(typeof(DemoRun).Assembly.GetManifestResourceStream("demo.config.json")!);
        File.WriteAllText(folder.Configuration, resource.ReadToEnd().Replace("BASE_URL", sandbox.BaseAddress.ToString(), StringComparison.Ordinal));
    }

    private async Task<RunOutcome> RunAsync(Installation installation, string title, RunSteps steps, CancellationToken cancellationToken)
    {
        output.Line(title);
        var run = await output.WhileAsync("working", onStep => new SyncRun(installation, onStep).RunAsync(new RunRequest("demo", steps), cancellationToken));
        RunSummary.Print(run, output);
        return run;
    }

    /// <summary>Sends until nothing is due: a delivery that is refused comes again, as the contract says.</summary>
    private static async Task<int> DeliverAsync(SandboxServer sandbox, CancellationToken cancellationToken)
    {
        var confirmed = 0;
        for (var round = await sandbox.DeliverWebhooksAsync(cancellationToken); round.Confirmed + round.Failed > 0; round = await sandbox.DeliverWebhooksAsync(cancellationToken))
            confirmed += round.Confirmed;
        return confirmed;
    }
}
