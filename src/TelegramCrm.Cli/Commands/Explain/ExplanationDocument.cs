using System.Reflection;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using TelegramCrm.Sync.Automation.Assignment;
using TelegramCrm.Sync.Transform.Explain;

namespace TelegramCrm.Cli.Commands.Explain;

/// <summary>An explanation as a document: each clock with what it counted, instants in UTC.</summary>
internal static class ExplanationDocument
{
    /// <summary>The document.</summary>
    /// <param name="told">The explanation.</param>
    /// <param name="decisions">What the service decided on the ticket.</param>
    /// <param name="suggestions">What it suggested.</param>
    public static object Of(TicketExplanation told, IReadOnlyList<AssignmentDecision> decisions, ExplainedSuggestions suggestions) => new Dictionary<string, object?>
    {
        ["asOf"] = Plain(told.AsOf),
        ["ticket"] = Plain(told.Ticket),
        ["happenings"] = All(told.Happenings),
        ["assignments"] = decisions.Select(decision => new
        {
            decision.Number,
            decidedAt = Plain(decision.DecidedAt),
            decision.Rule,
            decision.AgentId,
            decision.QueueId,
            decision.Reason,
            inputs = JsonElement.Parse(decision.Inputs),
            decision.CacheAgeSeconds,
            decision.State,
            decision.Outcome,
            settledAt = Plain(decision.SettledAt),
        }),
        ["suggestions"] = suggestions.Document(),
        ["statusSpans"] = All(told.Spans),
        ["rules"] = All(told.Rules),
        ["slices"] = All(told.Slices),
        ["clocks"] = told.Clocks.Select(clock => Clock(told, clock)),
        ["promises"] = All(told.Promises),
        ["otherSettings"] = All(told.Alternatives),
    };

    private static Dictionary<string, object?> Clock(TicketExplanation told, ExplainedClock clock)
    {
        var (document, addends) = (Plain<ExplainedClock>(clock), told.AddendsOf(clock).ToList());
        document["countedCalendarSeconds"] = addends.Where(addend => addend.LeftOut is null).Sum(addend => addend.CalendarSeconds);
        document["countedBusinessSeconds"] = addends.Where(addend => addend.LeftOut is null).Sum(addend => addend.BusinessSeconds);
        document["addends"] = addends.Select(addend =>
        {
            var counted = Plain<ExplainedAddend>(addend);
            counted["openTimes"] = All(told.CountedIn(addend));
            return counted;
        });
        return document;
    }

    private static IEnumerable<object> All<T>(IEnumerable<T> records) => records.Select(record => Plain<T>(record));

    private static Dictionary<string, object?> Plain<T>(T record) => typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .ToDictionary(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name), property => Plain(property.GetValue(record)));

    private static object? Plain(object? value) => value switch
    {
        Instant instant => InstantPattern.ExtendedIso.Format(instant),
        ExplainedTicket ticket => Plain<ExplainedTicket>(ticket),
        _ => value,
    };
}
