using System.CommandLine;
using TelegramCrm.Cli.Control;
using TelegramCrm.Cli.Service;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Cli.Commands;

/// <summary>The service: schedules, webhook inbox, dashboard, and commands from other terminals, until SIGTERM.</summary>
internal sealed class ServeCommand() : TgcrmCommand("serve", "Run the schedules, the webhook inbox and the dashboard until stopped")
{
    /// <inheritdoc/>
    public override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, CancellationToken cancellationToken)
    {
        using var installation = context.OpenInstallation(Name);
        var token = ControlEndpoint.NewToken();
        await using var host = await ServiceHost.StartAsync(installation, context.Shell, token, cancellationToken);
        await using var dashboard = await DashboardHost.StartAsync(installation, cancellationToken);
        new Owner(Environment.ProcessId, Name, context.Time.GetUtcNow(), host.ControlAddress, token, dashboard?.Address).Write(installation.Folder);
        context.Output.Line($"serving {installation.Folder.Path} from {installation.Configuration.Source.BaseUrl}");
        if (host.InboxAddress is { } inbox)
            context.Output.Line($"webhooks are taken at {inbox}");
        if (dashboard is not null)
            context.Output.Line($"the dashboard is at {dashboard.Address}");
        context.Output.Document(new { folder = installation.Folder.Path, inbox = host.InboxAddress, dashboard = dashboard?.Address });
        var stopped = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(stopped.SetResult);
        await stopped.Task;
        context.Output.Line("stopping");
        return ExitCode.Done;
    }
}
