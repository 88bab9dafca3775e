using System.CommandLine;
using NodaTime;
using NodaTime.Text;

namespace TelegramCrm.Cli.Commands;

/// <summary><c>--from</c> and <c>--to</c>: a span of time, whose bounds may be left out.</summary>
internal sealed class SpanOptions
{
    private static readonly OffsetDateTimePattern WithOffset = OffsetDateTimePattern.Rfc3339;

    /// <summary>The first instant.</summary>
    public Option<string?> From { get; } = Bound("--from", "From this instant on, such as 2026-03-01 (midnight in UTC) or 2026-03-01T08:00:00+01:00");

    /// <summary>The first instant behind it.</summary>
    public Option<string?> To { get; } = Bound("--to", "To before this instant");

    /// <summary>The span that the command line names.</summary>
    /// <exception cref="RefusedException">It ends before it begins.</exception>
    public Interval Read(ParseResult line)
    {
        var (start, end) = (Instant(line.GetValue(From)), Instant(line.GetValue(To)));
        return start > end ? throw new RefusedException("--from", "lies after --to", "turn the two around") : new Interval(start, end);
    }

    /// <summary>The instant that one such option names; null when it was left out.</summary>
    public static Instant? Instant(string? text) => text is null ? null : TryParse(text);

    private static Instant? TryParse(string text) =>
        LocalDatePattern.Iso.Parse(text) is { Success: true } day ? day.Value.AtMidnight().InUtc().ToInstant()
        : WithOffset.Parse(text) is { Success: true } instant ? instant.Value.ToInstant()
        : null;

    /// <summary>Makes an option whose value is an instant, and that refuses what is none.</summary>
    public static Option<string?> Bound(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "T" };
        option.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string?>() is { } text && TryParse(text) is null)
                given.AddError($"{name}: \"{text}\" is no instant; write it as 2026-03-01 or 2026-03-01T08:00:00Z.");
        });
        return option;
    }
}
