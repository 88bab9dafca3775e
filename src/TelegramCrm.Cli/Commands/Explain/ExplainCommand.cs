using System.CommandLine;
using NodaTime;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Automation.Assignment;
using TelegramCrm.Sync.Automation.Suggestions;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Transform;
using TelegramCrm.Sync.Transform.Explain;

namespace TelegramCrm.Cli.Commands.Explain;

/// <summary>Shows what the figures of one ticket are made of.</summary>
internal sealed class ExplainCommand : InstallationCommand
{
    /// <summary>Calendars are written at least so far beyond the last transform's instant.</summary>
    private static readonly Duration Foresight = Duration.FromDays(366);

    private readonly Argument<string> ticket = new("TICKET") { Description = "The id of a ticket, or its number" };
    private readonly Option<string?> asOf = SpanOptions.Bound("--as-of", "Take this instant for now, such as 2026-03-01T08:00:00+01:00; without it, the one that the ticket's figures stand for");

    /// <summary>Describes the command.</summary>
    public ExplainCommand() : base("explain", "Show what every figure of a ticket is made of")
    {
        Add(ticket);
        Add(asOf);
    }

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
    {
        using var connection = installation.Warehouse.Connect();
        // A transform under way uses the same names for its small worlds, and would change what is explained.
        var explanation = await installation.Warehouse.TakeTurnAsync(() =>
        {
            var marts = Marts.Use(connection) ?? throw new NoMartsException();
            var explainer = new TicketExplainer(connection, installation.Sql, Path.Combine(Installation.SqlPath, "explain"));
            var id = Find(explainer, line.GetRequiredValue(ticket));
            return Task.FromResult(explainer.Explain(id, AsOf(line, explainer.AsOf(id, marts)), cancellationToken));
        }, cancellationToken);
        var decisions = new DecisionLedger(installation.State).Of(explanation.Ticket.TicketId);
        var ledger = new SuggestionLedger(installation.State);
        var suggestions = new ExplainedSuggestions(ledger.SearchOf(explanation.Ticket.TicketId), ledger.Of(explanation.Ticket.TicketId));
        var times = new TicketTimes(CalendarSections.Of(installation.Configuration).Calendars);
        if (context.Output.IsJson)
            context.Output.Document(ExplanationDocument.Of(explanation, decisions, suggestions));
        else
            new ExplanationText(explanation, decisions, suggestions, times, context.Output).Show();
        return ExitCode.Done;
    }

    private static string Find(TicketExplainer explainer, string name) => explainer.Find(name) switch
    {
        [] => throw new RefusedException(name, "no ticket has this id or number", "look it up with `tgcrm query \"from analytics.tickets\"`, or run `tgcrm sync` if it is new"),
        [{ Standing: TicketStanding.Deleted } found] => throw new RefusedException(found.TicketId, "the CRM deleted this ticket, so it is in no figure", "there is nothing to explain"),
        [{ Standing: TicketStanding.NotComputed } found] => throw new RefusedException(found.TicketId, "was loaded after the last transform, so it has no figures yet", "run `tgcrm transform`"),
        [var found] => found.TicketId,
        var several => throw new RefusedException(name, $"{several.Count} tickets have this number: {string.Join(", ", several.Select(found => found.TicketId))}", "name one by its id"),
    };

    private Instant AsOf(ParseResult line, Instant computed)
    {
        var wanted = SpanOptions.Instant(line.GetValue(asOf)) ?? computed;
        return wanted <= computed + Foresight ? wanted : throw new RefusedException("--as-of", $"lies more than a year after the last transform ({computed})", "name an earlier instant");
    }
}
