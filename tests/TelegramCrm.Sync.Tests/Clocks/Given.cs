using NodaTime;
using NodaTime.Text;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Clocks;

/// <summary>The words that the tests of the clocks are written in: times are of one week in March 2026, in UTC.</summary>
internal static class Given
{
    private static readonly string[] Days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    /// <summary>A ticket of a customer, new since Monday 09:00, of which nothing else is known.</summary>
    public static TicketStory Ticket(string id = "t1") => new(id);

    /// <summary><c>Mon 09:30</c>, or <c>next Mon 09:30:15</c> in the week after; anywhere else <c>2026-10-25 09:30</c>.</summary>
    public static Instant At(string text)
    {
        if (char.IsDigit(text[0]))
            return LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm").Parse(text).Value.InUtc().ToInstant();
        var words = text.Split(' ');
        var day = Array.IndexOf(Days, words[^2]) + (words.Length > 2 ? 7 : 0);
        return Instant.FromUtc(2026, 3, 2, 0, 0).Plus(Duration.FromDays(day)).Plus(Duration.FromTimeSpan(TimeSpan.Parse(words[^1], System.Globalization.CultureInfo.InvariantCulture)));
    }

    /// <summary>Monday to Friday, nine to five, in UTC: a working day has 28,800 seconds.</summary>
    public static CalendarConfiguration Office(string name = "office") => Calendar(name, DateTimeZone.Utc, Enumerable.Range(1, 5), new OpenHours(9 * 3600, 17 * 3600));

    public static CalendarConfiguration AlwaysOpen(string name = "always") => Calendar(name, DateTimeZone.Utc, Enumerable.Range(1, 7), new OpenHours(0, 86_400));

    public static CalendarConfiguration NeverOpen(string name = "never") => Calendar(name, DateTimeZone.Utc, []);

    public static CalendarConfiguration Calendar(string name, DateTimeZone zone, IEnumerable<int> days, params OpenHours[] hours) =>
        new(name, [new CalendarVersion { Zone = zone, Weekly = days.ToDictionary(day => (IsoDayOfWeek)day, _ => (IReadOnlyList<OpenHours>)hours) }]);

    /// <summary>Four working hours to answer, two to answer again, two working days to solve.</summary>
    public static SlaPolicy Policy(string name = "standard", TicketCondition? when = null, bool businessTime = true) => new()
    {
        Name = name,
        When = when ?? new(),
        Targets =
        [
            new("first_response", 4 * 3600, businessTime), new("next_reply", 2 * 3600, businessTime), new("resolution", 16 * 3600, businessTime),
        ],
    };
}
