using System.Globalization;
using NodaTime;
using NodaTime.Text;
using TelegramCrm.Sync.Reports;

namespace TelegramCrm.Sync.Dashboard.Panels;

/// <summary>Times as one reads them from across the room.</summary>
internal static class Times
{
    private static readonly LocalTimePattern Minute = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
    private static readonly LocalTimePattern Second = LocalTimePattern.CreateWithInvariantCulture("HH:mm:ss");

    /// <summary><c>14:03</c> today, with the date on any other day.</summary>
    public static string At(Instant at, BoardFigures figures)
    {
        var (local, today) = (at.InZone(figures.Zone).LocalDateTime, figures.Now.InZone(figures.Zone).Date);
        return local.Date == today ? Minute.Format(local.TimeOfDay) : $"{Display.Day(local.Date)}, {Minute.Format(local.TimeOfDay)}";
    }

    /// <summary><c>14:03:20</c>.</summary>
    public static string ToTheSecond(Instant at, DateTimeZone zone) => Second.Format(at.InZone(zone).TimeOfDay);

    /// <summary>How long ago something was, in its largest unit.</summary>
    public static string Ago(Duration age) => age < Duration.FromSeconds(10) ? "just now" : $"{Long(age)}\u00A0ago";

    /// <summary>A span in its largest unit.</summary>
    public static string Long(Duration span) => span switch
    {
        { TotalSeconds: < 60 } => Unit(span.TotalSeconds, "s"),
        { TotalMinutes: < 60 } => Unit(span.TotalMinutes, "m"),
        { TotalHours: < 48 } => Unit(span.TotalHours, "h"),
        _ => Unit(span.TotalDays, "days"),
    };

    private static string Unit(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(value)}\u00A0{unit}");
}
