using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;

namespace TelegramCrm.Sync.Configuration;

/// <summary>Durations as people write them: <c>90m</c>, <c>4h</c>, <c>1h30m</c>, <c>7d</c>. A day here is 24 hours.</summary>
public static partial class DurationText
{
    /// <summary>What a duration looks like, as a regular expression that JSON Schema understands too.</summary>
    public const string Pattern = "^(?=[0-9])((?<d>[0-9]{1,5})d)?((?<h>[0-9]{1,7})h)?((?<m>[0-9]{1,8})m)?((?<s>[0-9]{1,9})s)?$";

    /// <summary>Reads days, hours, minutes and seconds, in this order, whole numbers, each at most once.</summary>
    /// <exception cref="UnreadableTextException">The text is no duration.</exception>
    public static Duration Parse(string text)
    {
        var match = Written().Match(text);
        if (!match.Success) throw new UnreadableTextException($"\"{text}\" is no duration", "write \"30s\", \"90m\", \"4h\" or \"7d\"");
        return Duration.FromDays(Number("d")) + Duration.FromHours(Number("h")) + Duration.FromMinutes(Number("m")) + Duration.FromSeconds(Number("s"));

        int Number(string group) => match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Writes whole seconds in the fewest parts; <see cref="Parse"/> reads them back.</summary>
    /// <param name="duration">Not negative; what is below a second is cut off.</param>
    public static string Format(Duration duration)
    {
        var text = new StringBuilder();
        Append(duration.Days, 'd');
        Append(duration.Hours, 'h');
        Append(duration.Minutes, 'm');
        Append(duration.Seconds, 's');
        return text.Length > 0 ? text.ToString() : "0s";

        void Append(int number, char unit)
        {
            if (number > 0) text.Append(CultureInfo.InvariantCulture, $"{number}{unit}");
        }
    }

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Written();
}
