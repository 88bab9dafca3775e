using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace TelegramCrm.Campaign.Oracle;

/// <summary>A calendar the slow way: the wall clock is looked at in every minute. Its hours are whole minutes.</summary>
internal sealed class OracleHours
{
    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    private readonly long begins;
    private readonly bool[] open;

    /// <param name="calendar">As the configuration has it: zone, weekly, holidays.</param>
    /// <param name="from">The first second that is asked for.</param>
    /// <param name="until">The first second that is not.</param>
    public OracleHours(JsonNode calendar, long from, long until)
    {
        begins = from - (from % 60);
        open = new bool[((until - begins) / 60) + 1];
        var zone = DateTimeZoneProviders.Tzdb[(string)calendar["zone"]!];
        var weekly = Days.Select(day => Hours(calendar["weekly"]![day])).ToList();
        var holidays = (calendar["holidays"]?.AsArray() ?? []).Select(day => LocalDatePattern.Iso.Parse((string)day!).Value).ToHashSet();
        for (var minute = 0; minute < open.Length; minute++)
            open[minute] = IsOpen(Instant.FromUnixTimeSeconds(begins + (minute * 60L)).InZone(zone).LocalDateTime, weekly, holidays);
    }

    /// <summary>The end of what is known.</summary>
    public long Ends => begins + (open.Length * 60L);

    public bool IsOpenAt(long second) => open[(second - begins) / 60];

    private static bool IsOpen(LocalDateTime wall, List<List<(int Opens, int Closes)>> weekly, HashSet<LocalDate> holidays)
    {
        var minute = (wall.Hour * 60) + wall.Minute;
        var today = (int)wall.DayOfWeek - 1;
        return !holidays.Contains(wall.Date)
            && (weekly[today].Exists(hours => hours.Opens <= minute && minute < hours.Closes)
                || weekly[(today + 6) % 7].Exists(hours => hours.Opens <= minute + 1440 && minute + 1440 < hours.Closes));
    }

    private static List<(int Opens, int Closes)> Hours(JsonNode? day) => day switch
    {
        null => [],
        JsonArray several => [.. several.Select(hours => Hours((string)hours!))],
        _ => [Hours((string)day!)],
    };

    private static (int, int) Hours(string text)
    {
        var (opens, closes) = (Minute(text.Split('-')[0]), Minute(text.Split('-')[1]));
        return (opens, closes > opens ? closes : closes + 1440);
    }

    private static int Minute(string text) => (int.Parse(text.AsSpan(0, 2), System.Globalization.CultureInfo.InvariantCulture) * 60) + int.Parse(text.AsSpan(3, 2), System.Globalization.CultureInfo.InvariantCulture);
}
