using System.Globalization;
using NodaTime;
using NodaTime.Text;
using TelegramCrm.Sync.Clocks;

namespace TelegramCrm.Cli.Commands;

/// <summary>Open time as a person reads it.</summary>
internal static class DayText
{
    /// <summary><c>09:00–18:00 +01:00</c>; with both offsets where the clock changes in between.</summary>
    public static string Of(OpenStretch open)
    {
        var opens = Time(open.OpensAt.TimeOfDay);
        var closes = open.ClosesAt.TimeOfDay == LocalTime.Midnight ? "24:00" : Time(open.ClosesAt.TimeOfDay);
        var (before, after) = (Offset(open.OpensAt.Offset), Offset(open.ClosesAt.Offset));
        return $"{opens}{(before == after ? "" : $" {before}")}–{closes} {after}{(open.EndsNextDay ? " next day" : "")}";
    }

    /// <summary>Seconds as hours, minutes and, where there are some, seconds: <c>7h30m</c>.</summary>
    public static string Of(long seconds) => string.Create(CultureInfo.InvariantCulture,
        $"{seconds / 3600}h{seconds / 60 % 60:00}m{(seconds % 60 == 0 ? "" : $"{seconds % 60:00}s")}");

    private static string Time(LocalTime time) => time.ToString(time.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Offset(Offset offset) => OffsetPattern.CreateWithInvariantCulture("+HH:mm").Format(offset);
}
