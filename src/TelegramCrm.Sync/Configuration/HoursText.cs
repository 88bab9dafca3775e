using System.Globalization;
using System.Text.RegularExpressions;

namespace TelegramCrm.Sync.Configuration;

/// <summary>Open hours as people write them: <c>09:00-18:00</c>, overnight <c>22:00-06:00</c>, to midnight <c>18:00-24:00</c>.</summary>
public static partial class HoursText
{
    /// <summary>What open hours look like, as a regular expression that JSON Schema understands too.</summary>
    public const string Pattern = "^(?<opens>[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)-(?<closes>[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)$";

    private const int Day = 24 * 60 * 60;

    /// <summary>An end before the start means the next day, but a night shift longer than this is taken for a slip.</summary>
    private const int LongestNight = 16 * 60 * 60;

    /// <summary>Reads an interval. Its end may be 24:00; an end before the start lies on the next day if the shift is then at most 16 hours long.</summary>
    /// <exception cref="UnreadableTextException">The text is no interval, or an empty one, or ends before it starts.</exception>
    public static OpenHours Parse(string text)
    {
        var match = Written().Match(text);
        if (!match.Success) throw new UnreadableTextException($"\"{text}\" are no hours", "write \"09:00-18:00\"");
        var (opens, closes) = (SecondOfDay(match.Groups["opens"].Value), SecondOfDay(match.Groups["closes"].Value));
        if (opens >= Day || closes > Day) throw new UnreadableTextException($"\"{text}\" leaves the day", "hours go from 00:00 to 23:59, and the end may be 24:00");
        if (opens == closes) throw new UnreadableTextException($"\"{text}\" is empty", "for a whole day write \"00:00-24:00\"");
        if (opens < closes) return new(opens, closes);
        return closes + Day - opens <= LongestNight
            ? new(opens, closes + Day)
            : throw new UnreadableTextException($"\"{text}\" ends before it starts", "for a night shift write \"22:00-06:00\"");
    }

    /// <summary>Reads a closed interval, which is written as open hours are.</summary>
    /// <exception cref="UnreadableTextException">As for <see cref="Parse"/>.</exception>
    public static ClosedHours ParseClosed(string text)
    {
        var hours = Parse(text);
        return new(hours.Opens, hours.Closes);
    }

    /// <summary>Writes an interval as <see cref="Parse"/> reads it, with seconds only where there are some.</summary>
    public static string Format(OpenHours hours) => $"{Clock(hours.Opens)}-{Clock(hours.Closes > Day ? hours.Closes - Day : hours.Closes)}";

    private static string Clock(int second) => string.Create(CultureInfo.InvariantCulture,
        $"{second / 3600:00}:{second / 60 % 60:00}{(second % 60 == 0 ? "" : $":{second % 60:00}")}");

    private static int SecondOfDay(string clock)
    {
        var parts = clock.Split(':').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var seconds = parts is [_, _, var given] ? given : 0;
        return parts[1] < 60 && seconds < 60 ? parts[0] * 3600 + parts[1] * 60 + seconds : int.MaxValue;
    }

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Written();
}
