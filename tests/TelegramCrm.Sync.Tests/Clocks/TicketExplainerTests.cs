using System.Globalization;
using CsCheck;
using NodaTime;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Transform.Explain;

namespace TelegramCrm.Sync.Tests.Clocks;

/// <summary>What an explanation adds up must be what the marts show.</summary>
public sealed class TicketExplainerTests
{
    private const int Hour = 3600;
    private static readonly string[] Figures =
        ["frt", "first_resolution", "full_resolution", "active_resolution", "requester_wait", "agent_work", "agent_wait", "on_hold"];

    private static readonly string[] Words =
        ["customer", "agent", "bot", "note", "open", "pending", "on_hold", "resolved", "closed", "night", "dusk", "urgent", "ann"];

    [Fact]
    public void For_any_ticket_the_addends_of_each_clock_add_up_to_the_figure_in_the_marts() =>
        Stories.Array[20].Sample(stories =>
        {
            using var warehouse = Warehouse();
            warehouse.Compute("next Sun 12:00", [.. stories.Select((story, index) => Told(story, Id(index)))]);
            foreach (var index in Enumerable.Range(0, stories.Length))
                Check(warehouse, warehouse.Explainer.Explain(Id(index), Given.At("next Sun 12:00")));
        }, iter: 3, threads: 1);

    [Fact]
    public void Each_rule_up_to_the_one_that_holds_says_what_it_asks_for()
    {
        using var warehouse = Warehouse().Compute("Fri 12:00", Given.Ticket().OfTier("premium").Created().Customer("Mon 09:00").Queue("Mon 16:00", "night"));
        var rules = warehouse.Explainer.Explain("t1", Given.At("Fri 12:00")).Rules;
        Assert.Equal(
            [
                ("calendar", 1, "never", false, "asks for queue dusk, found none; asks for tier standard, found premium"), ("calendar", 2, "always", false, "asks for queue night, found none"),
                ("policy", 1, "urgent", false, "asks for priority urgent, found normal"), ("policy", 2, "standard", true, "asks for nothing"),
                ("calendar", 1, "never", false, "asks for queue dusk, found night; asks for tier standard, found premium"), ("calendar", 2, "always", true, "queue night"),
                ("policy", 1, "urgent", false, "asks for priority urgent, found normal"), ("policy", 2, "standard", true, "asks for nothing"),
            ],
            rules.Select(rule => (rule.Kind, (int)rule.Number, rule.Name, rule.Holds, rule.Reason)));
    }

    [Fact]
    public void Settings_that_would_have_made_another_figure_are_named_with_it()
    {
        using var warehouse = Warehouse().Compute("Fri 12:00",
            Given.Ticket().Created().Customer("Mon 09:00").Bot("Mon 09:05").Queue("Mon 16:00", "night").Assigned("Mon 20:00", "ann").Agent("Mon 21:00").Status("Mon 21:00", "pending").Status("Mon 22:00", "resolved"));
        var others = warehouse.Explainer.Explain("t1", Given.At("Fri 12:00")).Alternatives.ToDictionary(other => (other.Clock, other.Option, other.Value), other => other.Seconds);
        Assert.Equal(12 * Hour, warehouse.Metric<long?>("frt_business_seconds"));
        Assert.Equal(8 * Hour, others[("frt", "calendarChange", "at_creation")]);
        Assert.False(others.ContainsKey(("frt", "calendarChange", "at_event"))); // around the clock from nine to nine, as it happens
        Assert.Equal(300, others[("frt", "first response", "replies by bots count")]);
        Assert.Equal(Hour, others[("frt", "first response", "starts at the first assignment")]);
        Assert.Equal(13 * Hour, others[("active_resolution", "pauseStatuses", "none")]);
    }

    [Fact]
    public void A_ticket_is_found_by_its_id_or_its_number_deleted_or_not()
    {
        using var warehouse = Warehouse().Compute("Fri 12:00", Given.Ticket("a").Created(), Given.Ticket("b").Created());
        Assert.Equal([new FoundTicket("b", TicketStanding.Computed)], warehouse.Explainer.Find("b"));
        Assert.Equal(["a", "b"], warehouse.Explainer.Find("1").Select(found => found.TicketId)); // every story has this number
        Assert.Empty(warehouse.Explainer.Find("8"));
        warehouse.All<string>("update raw.tickets set deleted_at = '2026-03-14 00:00:00Z' where id = 'a' returning id");
        Assert.Equal([new FoundTicket("a", TicketStanding.Deleted)], warehouse.Explainer.Find("a"));
    }

    private static void Check(ClockWarehouse warehouse, TicketExplanation told)
    {
        var id = told.Ticket.TicketId;
        foreach (var clock in told.Clocks)
        {
            var counted = told.AddendsOf(clock).Where(addend => addend.LeftOut is null).ToList();
            var business = counted.Sum(addend => told.CountedIn(addend).Sum(open => open.Seconds));
            if (clock.CalendarSeconds is { } plain) Assert.Equal(plain, counted.Sum(addend => addend.CalendarSeconds));
            if (clock.BusinessSeconds is { } working) Assert.Equal(working, business);
            if (!clock.IsRunning && clock.Clock != "next_reply") Assert.NotNull(clock.BusinessSeconds);
            if (Figures.Contains(clock.Clock)) Assert.Equal(warehouse.One<long?>($"select {clock.Clock}_business_seconds from analytics.ticket_metrics where ticket_id = '{id}'"), clock.BusinessSeconds);
            if (PromiseOf(told, clock) is { } promise) Assert.Equal(promise.ElapsedSeconds, promise.IsBusiness ? business : counted.Sum(addend => addend.CalendarSeconds));
        }
        Assert.Equal(warehouse.One<long>($"select count(*) from analytics.ticket_replies where ticket_id = '{id}'"), told.Clocks.Count(clock => clock.Clock == "next_reply"));
        Assert.Equal(warehouse.One<long>($"select count(*) from analytics.sla_events where ticket_id = '{id}'"), told.Promises.Count);
        Assert.All(told.Slices, slice => Assert.Equal(slice.CalendarId, told.Rules.Last(rule => rule.Kind == "calendar" && rule.SinceAt <= slice.StartedAt && Standing(told, rule.SinceAt) == (slice.QueueId, slice.Priority)) is { Holds: true } rule ? rule.Name : "c0"));
    }

    private static (string?, string?) Standing(TicketExplanation told, Instant since) => told.Slices.Where(slice => slice.StartedAt == since).Select(slice => (slice.QueueId, slice.Priority)).Single();

    private static ExplainedPromise? PromiseOf(TicketExplanation told, ExplainedClock clock)
    {
        var metric = clock.Clock switch { "frt" => "first_response", "next_reply" => "next_reply", "active_resolution" => "resolution", _ => "" };
        return told.Promises.SingleOrDefault(promise => promise.Metric == metric && promise.Instance == clock.Instance);
    }

    private static ClockWarehouse Warehouse() => new()
    {
        Calendars = [Given.Office("c0"), Given.AlwaysOpen(), Given.NeverOpen()],
        Rules = [new("never", new TicketCondition { Queues = ["dusk"], Tiers = ["standard"] }), new("always", new TicketCondition { Queues = ["night"] })],
        Policies = [Given.Policy("urgent", new TicketCondition { Priorities = ["urgent"] }, businessTime: false), Given.Policy()],
    };

    private sealed record Step(int After, string What);

    private static Gen<Step[]> Stories => Gen.Select(Gen.Int[0, 900],
        Gen.OneOf(Words), (after, what) => new Step(after, what)).Array[0, 14];

    private static TicketStory Told(Step[] steps, string id)
    {
        var ticket = Given.Ticket(id).OfTier("standard").Created();
        var minute = 9 * 60;
        foreach (var step in steps)
        {
            minute += step.After;
            var at = Text(minute);
            _ = step.What switch
            {
                "customer" => ticket.Customer(at),
                "agent" => ticket.Agent(at),
                "bot" => ticket.Bot(at),
                "note" => ticket.Note(at),
                "night" or "dusk" => ticket.Queue(at, step.What),
                "urgent" => ticket.Priority(at, step.What),
                "ann" => ticket.Assigned(at, step.What),
                _ => ticket.Status(at, step.What),
            };
        }
        return ticket;
    }

    private static string Id(int index) => $"t{index.ToString("00", CultureInfo.InvariantCulture)}";

    private static string Text(int minute)
    {
        string[] days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        var (day, inDay) = (minute / 1440, minute % 1440);
        return string.Create(CultureInfo.InvariantCulture, $"{(day >= 7 ? "next " : "")}{days[day % 7]} {inDay / 60:00}:{inDay % 60:00}");
    }
}
