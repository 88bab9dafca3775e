using NodaTime;

namespace TelegramCrm.Sync.Configuration;

/// <summary>SLA targets as people write them: <c>4h</c> of working time, <c>24h calendar</c>. A day must say that it is a calendar day.</summary>
public static class TargetText
{
    private const string Calendar = " calendar";

    /// <summary>What a target looks like, as a regular expression that JSON Schema understands too.</summary>
    public const string Pattern = "^([0-9]+h)?([0-9]+m)?([0-9]+s)?$|^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)? calendar$";

    /// <summary>Reads a target of working time, or of plain time when <c> calendar</c> follows.</summary>
    /// <exception cref="UnreadableTextException">No such duration, none at all, or days of which nobody can tell how long they are.</exception>
    public static (long Seconds, bool BusinessTime) Parse(string text)
    {
        if (text.Contains("day", StringComparison.OrdinalIgnoreCase)) throw Ambiguous(text);
        var businessTime = !text.EndsWith(Calendar, StringComparison.Ordinal);
        var length = businessTime ? text : text[..^Calendar.Length];
        if (businessTime && length.Contains('d', StringComparison.Ordinal)) throw Ambiguous(text);
        var duration = DurationText.Parse(length);
        if (duration == Duration.Zero) throw new UnreadableTextException($"\"{text}\" can never be met", "write a target of at least \"1s\"");
        return ((long)duration.TotalSeconds, businessTime);
    }

    /// <summary>Writes a target as <see cref="Parse"/> reads it.</summary>
    public static string Format(long seconds, bool businessTime)
    {
        if (!businessTime) return DurationText.Format(Duration.FromSeconds(seconds)) + Calendar;
        var rest = seconds % 3600;
        return $"{(seconds >= 3600 ? $"{seconds / 3600}h" : "")}{(rest > 0 ? DurationText.Format(Duration.FromSeconds(rest)) : "")}";
    }

    private static UnreadableTextException Ambiguous(string text) => new(
        $"\"{text}\" doesn't say how long a day is",
        "working days differ by calendar: write working time in hours (\"8h\"), or plain time as \"24h calendar\" or \"1d calendar\"");
}
