using Spectre.Console;
using TelegramCrm.Sync.Automation.Assignment;
using TelegramCrm.Sync.Automation.Assignment.Replay;

namespace TelegramCrm.Cli.Commands;

/// <summary>Assignment in words and tables.</summary>
internal static class AssignmentText
{
    private const int MostShown = 50;

    /// <summary>Where a ticket goes: <c>to ag-1, in queue q-1</c>.</summary>
    public static string Place(string? agentId, string? queueId) => string.Join(", ", new[] { agentId is null ? null : $"to {agentId}", queueId is null ? null : $"in queue {queueId}" }.OfType<string>());

    /// <summary>How old what is known is.</summary>
    public static string Age(AssignmentStanding standing) => standing.CacheAge is not { } age
        ? "the CRM was never read to its end"
        : $"agents and tickets are known as of {DayText.Of((long)age.TotalSeconds)} ago{(standing.IsTooOld ? ", too long for rules to go on while the CRM is away" : "")}";

    /// <summary>What rules would have done.</summary>
    public static void Show(ReplayOutcome outcome, Output output)
    {
        output.Line($"{outcome.Tickets.Count:N0} tickets came; {outcome.Tickets.Count(ticket => ticket.PlacedAt is null):N0} of them people had before the rules would have; {outcome.Different:N0} would have gone to somebody else");
        foreach (var (rule, count) in outcome.ByRule)
            output.Line($"  {(rule.Length > 0 ? rule : "the default queue"),-30} {count,8:N0}");
        var table = new Table().Border(TableBorder.Simple).Title("load per agent").AddColumns("agent", "would have got", "most at once", "got", "most at once");
        foreach (var agent in outcome.Agents)
            table.AddRow(new[] { agent.AgentId, $"{agent.Given:N0}", $"{agent.MostOpen:N0}", $"{agent.ActuallyGiven:N0}", $"{agent.ActuallyMostOpen:N0}" }.Select(cell => cell.EscapeMarkup()).ToArray());
        output.Console.Write(table);
        var different = outcome.Tickets.Where(ticket => ticket.PlacedAt is not null && ticket.AgentId != ticket.ActualAgentId).ToList();
        foreach (var ticket in different.Take(MostShown))
            output.Line($"{ticket.TicketId}: {Place(ticket.AgentId, ticket.QueueId)}, not {ticket.ActualAgentId ?? "nobody"}: {ticket.Reason}");
        if (different.Count > MostShown)
            output.Line($"and {different.Count - MostShown:N0} more; --json has all of them");
        if (outcome.AvailabilityKnownSince is { } since)
            output.Line($"Agents are taken as they were by the versions that were loaded; the first is of {since}.");
    }
}
