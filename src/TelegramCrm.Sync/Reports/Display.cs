using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace TelegramCrm.Sync.Reports;

/// <summary>Values as people read them; their parts are held together by no-break spaces.</summary>
internal static class Display
{
    private const char Space = '\u00A0';
    private const char Minus = '\u2212';

    public static string Count(double count) => Signed(count, count.ToString("#,0", CultureInfo.InvariantCulture));

    /// <summary>A share of one as a percentage.</summary>
    public static string Share(double share) => $"{Signed(share, (share * 100).ToString("0.0", CultureInfo.InvariantCulture))}{Space}%";

    /// <summary>A difference of two shares, in percentage points.</summary>
    public static string Points(double share) => $"{Signed(share, (share * 100).ToString("0.0", CultureInfo.InvariantCulture))}{Space}pp";

    /// <summary>Whole minutes that have passed, in hours: a day would be ambiguous for working time.</summary>
    public static string Seconds(double seconds)
    {
        var minutes = (long)(Math.Abs(seconds) / 60);
        var text = (minutes / 60, minutes % 60) switch
        {
            (0, 0) when seconds != 0 => $"<{Space}1{Space}m",
            (0, var rest) => $"{rest}{Space}m",
            var (hours, rest) => $"{Count(hours)}{Space}h{Space}{rest:00}{Space}m",
        };
        return minutes > 0 && seconds < 0 ? $"{Minus}{text}" : text;
    }

    /// <summary>Seconds in full below two minutes, hours and minutes above.</summary>
    public static string ShortSeconds(double seconds) =>
        Math.Abs(seconds) < 120 ? $"{Signed(seconds, seconds.ToString("0.#", CultureInfo.InvariantCulture))}{Space}s" : Seconds(seconds);

    public static string Date(LocalDate date) => Long.Format(date);

    /// <summary>A date where the year is plain.</summary>
    public static string Day(LocalDate date) => Short.Format(date);

    public static string Moment(Instant at, DateTimeZone zone) => At.Format(at.InZone(zone).LocalDateTime);

    private static readonly LocalDatePattern Long = LocalDatePattern.CreateWithInvariantCulture("d'\u00A0'MMM'\u00A0'uuuu");
    private static readonly LocalDatePattern Short = LocalDatePattern.CreateWithInvariantCulture("d'\u00A0'MMM");
    private static readonly LocalDateTimePattern At = LocalDateTimePattern.CreateWithInvariantCulture("d'\u00A0'MMM'\u00A0'uuuu,' 'HH:mm");

    /// <summary>What is rounded to nothing has no sign.</summary>
    private static string Signed(double value, string text) =>
        !double.IsNegative(value) ? text : text.AsSpan().ContainsAnyInRange('1', '9') ? text.Replace('-', Minus) : text.Replace("-", "", StringComparison.Ordinal);
}
