using TelegramCrm.Sync.Transform.Explain;

namespace TelegramCrm.Cli.Commands.Explain;

/// <summary>A clock as a statement of account: what was added, what was left out, the sum, and what was promised.</summary>
/// <param name="told">The explanation.</param>
/// <param name="times">Shows instants.</param>
/// <param name="output">Where to.</param>
internal sealed class ClockText(TicketExplanation told, TicketTimes times, Output output)
{
    private const int TextWidth = 92;

    /// <summary>Writes one clock.</summary>
    public void Show(ExplainedClock clock)
    {
        var addends = told.AddendsOf(clock).ToList();
        var counted = addends.Where(addend => addend.LeftOut is null).ToList();
        output.Line();
        output.Line(Columns($"{Name(clock)}{(clock.IsRunning ? ", still running" : "")}", "calendar", "working"));
        foreach (var addend in addends)
            Slice(addend);
        var plain = counted.Sum(addend => addend.CalendarSeconds);
        long? working = counted.Any(addend => addend.BusinessSeconds is null) ? null : counted.Sum(addend => addend.BusinessSeconds);
        output.Line(Columns("  sum", DayText.Of(plain), Time(working)));
        if (clock.IsRunning || (clock.BusinessSeconds is null && working is not null))
            output.Line(clock.IsRunning ? "  it has no end yet, so its figure is NULL" : "  it ended without a reply, so its figure is NULL");
        Promise(clock, plain, working);
        // What plain time would have been, the other column says.
        foreach (var other in told.Alternatives.Where(other => other.Clock == clock.Clock && other.Instance == clock.Instance && other.Option != "time"))
            output.Line($"  with {other.Option} \"{other.Value}\" it would be {DayText.Of(other.Seconds)}");
    }

    private void Slice(ExplainedAddend addend)
    {
        var slice = told.Slices.Single(slice => slice.StartedAt == addend.SliceStartedAt);
        var text = $"  {slice.Status}, {times.At(slice.StartedAt, slice.CalendarId)} – {times.At(slice.EndedAt!.Value, slice.CalendarId)}";
        if (addend.LeftOut is { } reason)
        {
            output.Line($"{text}: {reason}, not counted");
            return;
        }
        output.Line(Columns(text, DayText.Of(addend.CalendarSeconds), Time(addend.BusinessSeconds)));
        var lines = told.CountedIn(slice).Select(open => (Date: times.DateOf(open.OpensAt, open.CalendarId), Text: $"{DayText.Of(open.Seconds),9}  {times.Of(open)}"))
            .Concat(times.Notes(slice.StartedAt, slice.EndedAt.Value, slice.CalendarId).Select(note => (note.Date, Text: $"{"",9}  {note.Text}")));
        foreach (var (_, line) in lines.OrderBy(line => line.Date))
            output.Line($"    {line}");
    }

    private void Promise(ExplainedClock clock, long plain, long? working)
    {
        var metric = clock.Clock switch { "frt" => "first_response", "next_reply" => "next_reply", "active_resolution" => "resolution", _ => null };
        foreach (var promise in told.Promises.Where(promise => promise.Metric == metric && promise.Instance == clock.Instance))
        {
            output.Line($"  promised by {promise.Policy}: {DayText.Of(promise.TargetSeconds)} in {(promise.IsBusiness ? "working" : "calendar")} time, used {Time(promise.ElapsedSeconds)}: {promise.Status ?? "NULL"}"
                + (promise.BreachSeconds is { } late ? $" by {DayText.Of(late)}" : ""));
            if (Terms(promise) is { Length: > 0 } terms)
                output.Line($"  {terms}");
            output.Line($"  due {At(promise.DueAt)}, warning {At(promise.WarnAt)}");
            var (unit, other) = promise.IsBusiness ? ("calendar", plain) : ("working", working);
            if (other is { } used && used > promise.TargetSeconds != promise.ElapsedSeconds > promise.TargetSeconds)
                output.Line($"  as {unit} time the target would be {(used > promise.TargetSeconds ? $"exceeded by {DayText.Of(used - promise.TargetSeconds)}" : $"kept, with {DayText.Of(promise.TargetSeconds - used)} left")}");
        }
    }

    private string Terms(ExplainedPromise promise) => string.Join("; ", ((string?[])[
        promise.TargetFor is { } whom ? $"the target for {whom}" : null,
        promise.TermsFrom is { } from ? $"in force from {At(from)}" : null,
        promise.TermsUntil is { } until ? $"in force until {At(until)}" : null,
    ]).OfType<string>());

    private string At(NodaTime.Instant? instant) =>
        instant is { } at ? times.At(at, (told.Slices.LastOrDefault(slice => slice.StartedAt <= at) ?? told.Slices[0]).CalendarId) : "unknown";

    private static string Name(ExplainedClock clock) => clock.Clock == "next_reply" ? $"next reply, exchange {clock.Instance}" : clock.Clock;

    private static string Columns(string text, string calendar, string working) => $"{text.PadRight(TextWidth)}{calendar,12}{working,12}";

    private static string Time(long? seconds) => seconds is { } known ? DayText.Of(known) : "NULL";
}
