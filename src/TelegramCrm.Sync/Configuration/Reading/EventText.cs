namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>One VEVENT of an iCalendar file as it is written.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Lines">From BEGIN to END.</param>
internal sealed record EventText(int Line, IReadOnlyList<string> Lines)
{
    private readonly IReadOnlyList<string> unfolded = Unfold(Lines);

    /// <summary>What it is called, for messages.</summary>
    public string Name => Value("SUMMARY") is { Length: > 0 } summary ? summary : "(no summary)";

    /// <summary>The occurrence of another event that this one stands for; null when it stands for itself.</summary>
    public string? Replaces => Value("RECURRENCE-ID") is { } moved ? $"{Value("UID")} {Digits(moved)}" : null;

    /// <summary>What an event that stands for an occurrence of this one has as <see cref="Replaces"/>.</summary>
    /// <param name="start">The occurrence's start, as the file writes it.</param>
    public string KeyOf(string start) => $"{Value("UID")} {Digits(start)}";

    /// <summary>How many different comma-separated values the properties of a name have together.</summary>
    public int Values(string property) => Properties(property).SelectMany(line => ValueOf(line).Split(',', StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal).Count();

    /// <summary>How many properties of a name there are.</summary>
    public int Count(string property) => Properties(property).Count();

    /// <summary>The event in an iCalendar of its own.</summary>
    public string Alone() => $"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{string.Join("\r\n", unfolded)}\r\nEND:VCALENDAR\r\n";

    private string? Value(string property) => Properties(property).Select(ValueOf).FirstOrDefault();

    private IEnumerable<string> Properties(string property) => unfolded.Where(line =>
        line.StartsWith(property, StringComparison.OrdinalIgnoreCase) && line.Length > property.Length && line[property.Length] is ':' or ';');

    // A parameter's value may hold a colon only between quotes, and none that matters here has any.
    private static string ValueOf(string line) => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();

    // A zone and a Z may stand or not: within one series the wall clock alone tells occurrences apart. A whole day stands for its midnight.
    private static string Digits(string time) => time.TrimEnd('Z') is { Length: 8 } date ? $"{date}T000000" : time.TrimEnd('Z');

    private static List<string> Unfold(IReadOnlyList<string> lines)
    {
        var whole = new List<string>();
        foreach (var line in lines)
        {
            if (whole.Count > 0 && line.Length > 0 && line[0] is ' ' or '\t') whole[^1] += line[1..];
            else if (line.Length > 0) whole.Add(line);
        }
        return whole;
    }
}
