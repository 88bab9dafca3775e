using NodaTime;
using NodaTime.Text;

namespace TelegramCrm.Sync.State;

/// <summary>
/// How the state store writes an instant: text in UTC with six digits after the second, as <c>2026-03-14T09:30:00.000000Z</c>.
/// It sorts as it reads, is the same in SQLite and PostgreSQL, and needs no tool to be understood.
/// </summary>
public static class StateTime
{
    private static readonly InstantPattern Pattern = InstantPattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss'.'ffffff'Z'");

    /// <summary>The text of an instant; what is finer than a microsecond is cut off.</summary>
    public static string ToText(this Instant instant) => Pattern.Format(instant);

    /// <summary>The instant of a text that <see cref="ToText"/> wrote.</summary>
    /// <exception cref="UnparsableValueException">The text has another shape.</exception>
    public static Instant ToInstant(string text) => Pattern.Parse(text).GetValueOrThrow();
}
