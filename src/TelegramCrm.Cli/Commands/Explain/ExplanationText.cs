using TelegramCrm.Sync.Automation.Assignment;
using TelegramCrm.Sync.Transform.Explain;

namespace TelegramCrm.Cli.Commands.Explain;

/// <summary>An explanation for a person, from what happened down to the figures.</summary>
/// <param name="told">The explanation.</param>
/// <param name="decisions">What the service decided on the ticket.</param>
/// <param name="suggestions">What it suggested.</param>
/// <param name="times">Shows instants.</param>
/// <param name="output">Where to.</param>
internal sealed class ExplanationText(TicketExplanation told, IReadOnlyList<AssignmentDecision> decisions, ExplainedSuggestions suggestions, TicketTimes times, Output output)
{
    /// <summary>Writes all of it.</summary>
    public void Show()
    {
        Ticket();
        Happenings();
        Decisions();
        Suggestions();
        Spans();
        Rules();
        if (told.Clocks.All(clock => clock.Clock != "frt"))
        {
            Head("frt");
            output.Line("  none, since an agent opened the ticket");
        }
        var accounts = new ClockText(told, times, output);
        foreach (var clock in told.Clocks)
            accounts.Show(clock);
    }

    private void Ticket()
    {
        var (ticket, calendar) = (told.Ticket, told.Ticket.CalendarId);
        output.Line($"{ticket.TicketId}{(ticket.Number is { } number ? $", number {number}" : "")}: {ticket.Subject}");
        output.Line($"as of {At(told.AsOf)}, calendar {calendar ?? "none"}, policy {ticket.Policy ?? "none"}");
        output.Line($"created {At(ticket.CreatedAt)}, first response {At(ticket.FirstResponseAt)}, first resolved {At(ticket.FirstResolvedAt)}, resolved {At(ticket.ResolvedAt)}");
        output.Line($"reopenings {ticket.ReopenCount}, replies {ticket.ReplyCount}, handoffs {ticket.HandoffCount}, one touch {Word(ticket.OneTouch)}, flags {(ticket.Flags.Count > 0 ? string.Join(", ", ticket.Flags) : "none")}");
    }

    private void Happenings()
    {
        Head("What happened");
        foreach (var one in told.Happenings)
        {
            var change = one.FromValue is null && one.ToValue is null ? "" : $" {one.FromValue ?? "none"} → {one.ToValue ?? "none"}";
            var author = one.Role is null ? "" : $" by {one.Role}{((one.AuthorName ?? one.AuthorId) is { } name ? $" {name}" : "")}";
            output.Line($"  {times.At(one.HappenedAt, CalendarAt(one.HappenedAt))}  {one.What}{change}{author} ({one.RecordId}){(one.Effect.Length > 0 ? $": {one.Effect}" : "")}");
        }
    }

    private void Decisions()
    {
        if (decisions.Count == 0)
            return;
        Head("What the service decided");
        foreach (var decision in decisions)
        {
            var age = decision.CacheAgeSeconds is { } seconds ? $", from what was known {DayText.Of(seconds)} before" : "";
            output.Line($"  {At(decision.DecidedAt)}  {AssignmentText.Place(decision.AgentId, decision.QueueId)}: {decision.Reason}{age}");
            output.Line($"    {decision.State}{(decision.SettledAt is { } at ? $" at {At(at)}" : "")}{(decision.Outcome is { } outcome ? $": {outcome}" : "")}");
        }
    }

    private void Suggestions()
    {
        if (suggestions.Search is null)
            return;
        Head("What the service suggested");
        foreach (var line in suggestions.Lines())
            output.Line(line);
    }

    private void Spans()
    {
        Head("Status");
        foreach (var span in told.Spans)
        {
            var end = span.EndedAt is { } ended ? times.At(ended, CalendarAt(ended)) : "now";
            output.Line($"  {span.Stay,2} {span.Status,-9} {times.At(span.StartedAt, CalendarAt(span.StartedAt))} – {end,-30} {Figures(span.CalendarSeconds, span.BusinessSeconds)}");
        }
    }

    private void Rules()
    {
        Head("Which calendar and policy");
        foreach (var standing in told.Rules.GroupBy(rule => rule.SinceAt))
        {
            var slice = told.Slices.Last(slice => slice.StartedAt <= standing.Key);
            var ticket = told.Ticket;
            output.Line($"  since {times.At(standing.Key, slice.CalendarId)}: queue {slice.QueueName ?? slice.QueueId ?? "none"}, priority {slice.Priority ?? "none"}, tier {ticket.CustomerTier ?? "none"}, group {ticket.GroupId?.ToString(null, System.Globalization.CultureInfo.InvariantCulture) ?? "none"}, tags {(ticket.Tags.Count > 0 ? string.Join(", ", ticket.Tags) : "none")}");
            Chosen("calendar", slice.CalendarId, [.. standing.Where(rule => rule.Kind == "calendar")], "the default, since no rule matches", "rule");
            Chosen("policy", slice.Policy, [.. standing.Where(rule => rule.Kind == "policy")], "no policy matches", "policy");
        }
        if (told.Rules.Count == 0)
            output.Line($"  calendar {told.Ticket.CalendarId ?? "none"}, without rules; policy {told.Ticket.Policy ?? "none"}");
    }

    private void Chosen(string kind, string? name, IReadOnlyList<ExplainedRule> rules, string otherwise, string word)
    {
        var holding = rules.FirstOrDefault(rule => rule.Holds);
        output.Line($"    {kind} {name ?? "none"}: {(holding is null ? otherwise : $"{word} {holding.Number} matches, {holding.Reason}")}");
        foreach (var rule in rules.Where(rule => !rule.Holds))
            output.Line($"      not {word} {rule.Number} ({rule.Name}): {rule.Reason}");
    }

    private void Head(string title)
    {
        output.Line();
        output.Line(title);
    }

    private string At(NodaTime.Instant? instant) => instant is { } at ? times.At(at, CalendarAt(at)) : "none";

    private string? CalendarAt(NodaTime.Instant at) => (told.Slices.LastOrDefault(slice => slice.StartedAt <= at) ?? told.Slices[0]).CalendarId;

    private static string Figures(long? calendar, long? business) => $"calendar {Time(calendar)}, working {Time(business)}";

    private static string Time(long? seconds) => seconds is { } known ? DayText.Of(known) : "NULL";

    private static string Word(bool? known) => known switch { true => "yes", false => "no", _ => "NULL" };
}
