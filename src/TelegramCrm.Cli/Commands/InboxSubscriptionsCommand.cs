using System.CommandLine;
using Spectre.Console;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Inbox.Subscribing;

namespace TelegramCrm.Cli.Commands;

/// <summary>Lists whom the CRM tells of events, and which of them is this service.</summary>
internal sealed class InboxSubscriptionsCommand() : InstallationCommand("subscriptions", "List the CRM's webhook subscriptions, and say what is wrong with ours")
{
    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
    {
        var wanted = WantedSubscription.Of(installation.Configuration.Webhooks);
        var own = installation.Subscriber.Remembered;
        var listed = (await new WebhookRegistry(installation.Client).ListAsync(cancellationToken))
            .Select(one => (One: one, IsOurs: one.Id == own?.Id || wanted?.Reaches(one) == true)).ToList();
        var faults = wanted is null ? [] : listed.Where(row => row.IsOurs).SelectMany(row => wanted.Faults(row.One), (row, fault) => $"{row.One.Id}: {fault}").ToList();
        var table = new Table().Border(TableBorder.Simple).AddColumns("id", "posts to", "tells of", "status", "");
        foreach (var (one, isOurs) in listed)
            table.AddRow(new[] { one.Id, one.Url, string.Join("\n", one.EventTypes), one.Status ?? "", isOurs ? "ours" : "" }.Select(cell => cell.EscapeMarkup()).ToArray());
        if (listed.Count > 0)
            context.Output.Console.Write(table);
        context.Output.Line($"{listed.Count} subscriptions, {listed.Count(row => row.IsOurs)} of them ours{(own is null ? "" : $"; {own.Id} was registered by the service at {own.RegisteredAt}")}");
        foreach (var fault in faults)
            context.Output.Line($"warning: {fault}");
        context.Output.Document(new
        {
            subscriptions = listed.Select(row => new { row.One.Id, row.One.Url, row.One.EventTypes, row.One.Status, row.IsOurs }),
            registered = own is null ? null : new { own.Id, registeredAt = own.RegisteredAt.ToString() },
            faults,
        });
        return ExitCode.Done;
    }
}
