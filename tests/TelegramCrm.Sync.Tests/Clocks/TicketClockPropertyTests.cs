using System.Globalization;
using CsCheck;
using NodaTime;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Clocks;

/// <summary>The SQL of the clocks against a minute-by-minute walk through random tickets that change status and move between calendars.</summary>
public sealed class TicketClockPropertyTests
{
    private const int Calendars = 6;
    private const int Minutes = 14 * 24 * 60;
    private static readonly Instant Start = Given.At("Mon 00:00");
    private static readonly string[] Statuses = ["open", "pending", "on_hold", "resolved", "closed"];
    private static readonly string[] Zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Antarctica/Troll", "Asia/Tehran"];

    /// <summary>A ticket by minutes since the start: its changes of status and queue, and its one answer.</summary>
    private sealed record Story(int CreatedAt, (int At, string Status)[] Statuses, (int At, int Queue)[] Queues, int AnsweredAt);

    [Fact]
    public void Every_clock_equals_the_sum_of_its_minutes_and_due_is_the_inverse_of_elapsed()
    {
        var cases = Gen.Select(
            Gen.Select(In(0), In(1), In(2), In(3), In(4), In(5), (a, b, c, d, e, f) => new[] { a, b, c, d, e, f }),
            Stories.Array[60],
            Gen.Int[1, 3000]);
        cases.Sample(
            (calendars, stories, targetMinutes) => Check([.. calendars.Select((calendar, index) => calendar with { Name = $"c{index}" })], stories, targetMinutes),
            iter: 4, threads: 1);
    }

    private static Gen<CalendarConfiguration> In(int zone) => RandomCalendars.Of(Zones[zone], Start.InUtc().Date, 60);

    private static Gen<Story> Stories =>
        from createdAt in Gen.Int[0, 3000]
        from statuses in Gen.Select(Gen.Int[1, 2000], Gen.OneOf(Statuses)).Array[0, 6]
        from queues in Gen.Select(Gen.Int[1, 4000], Gen.Int[0, Calendars - 1]).Array[0, 3]
        from answeredAfter in Gen.Int[1, 5000]
        select new Story(createdAt, Running(createdAt, statuses), Running(createdAt, queues), createdAt + answeredAfter);

    private static (int, T)[] Running<T>(int from, (int After, T To)[] steps) => [.. steps.Select(step => (from += step.After, step.To)).Where(step => step.Item1 < Minutes)];

    private static void Check(CalendarConfiguration[] calendars, Story[] stories, int targetMinutes)
    {
        var policy = new SlaPolicy { Name = "p", Targets = [new("first_response", targetMinutes * 60L), new("resolution", targetMinutes * 60L)] };
        using var warehouse = new ClockWarehouse
        {
            Calendars = calendars,
            Rules = [.. calendars.Select((calendar, index) => new CalendarRule(calendar.Name, new TicketCondition { Queues = [$"q{index}"] }))],
            Policies = [policy],
        };
        warehouse.Compute(Text(Minutes), [.. stories.Select((story, index) => Told(story, Id(index)))]);
        var open = calendars.Select(calendar => CalendarOracle.Steps(calendar, Start, Minutes, Duration.FromMinutes(1))).ToArray();

        var rows = warehouse.All<(string Id, long? Frt, long? First, long? Full, long? Active, long Work)>(
            """
            select ticket_id, frt_business_seconds, first_resolution_business_seconds, full_resolution_business_seconds,
                active_resolution_business_seconds, agent_work_business_seconds
            from analytics.ticket_metrics order by ticket_id
            """);
        var dues = warehouse.All<(string Id, string Metric, DateTime Due)>("select ticket_id, metric, due_at from analytics.sla_events where due_at is not null")
            .ToDictionary(due => (due.Id, due.Metric), due => (int)(Instant.FromDateTimeUtc(DateTime.SpecifyKind(due.Due, DateTimeKind.Utc)) - Start).TotalMinutes);
        foreach (var (index, story) in stories.Index())
        {
            var walk = new TicketWalk(story.CreatedAt, story.Statuses, story.Queues, open);
            Assert.Equal((Id(index), walk.Seconds(story.AnsweredAt, _ => true), walk.Seconds(walk.FirstResolved, _ => true), walk.Seconds(walk.LastResolved, _ => true),
                walk.Seconds(walk.LastResolved, TicketWalk.IsActive), walk.Seconds(Minutes, status => status is "new" or "open")), rows[index]);
            AssertDue(dues, (Id(index), "first_response"), walk.Due(targetMinutes, story.AnsweredAt, _ => true));
            AssertDue(dues, (Id(index), "resolution"), walk.Due(targetMinutes, walk.LastResolved ?? Minutes, TicketWalk.IsActive));
        }
    }

    /// <summary>What is due after the walk's end, the walk can't tell.</summary>
    private static void AssertDue(Dictionary<(string, string), int> dues, (string, string) key, int? expected)
    {
        if (expected is not null)
            Assert.Equal(expected, dues[key]);
        else if (dues.TryGetValue(key, out var due))
            Assert.True(due > Minutes);
    }

    private static TicketStory Told(Story story, string id)
    {
        var told = Given.Ticket(id).CreatedAt(Text(story.CreatedAt)).Created().Customer(Text(story.CreatedAt)).Queue(Text(story.CreatedAt), "q0");
        foreach (var (at, status) in story.Statuses)
            told.Status(Text(at), status);
        foreach (var (at, queue) in story.Queues)
            told.Queue(Text(at), $"q{queue}");
        return told.Agent(Text(story.AnsweredAt));
    }

    private static string Id(int index) => $"t{index.ToString("00", CultureInfo.InvariantCulture)}";

    /// <summary>The minute in the words of <see cref="Given.At"/>.</summary>
    private static string Text(int minute)
    {
        string[] days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        var (day, inDay) = (minute / 1440, minute % 1440);
        return minute == Minutes ? "next Sun 1.00:00" : string.Create(CultureInfo.InvariantCulture, $"{(day >= 7 ? "next " : "")}{days[day % 7]} {inDay / 60:00}:{inDay % 60:00}");
    }
}
