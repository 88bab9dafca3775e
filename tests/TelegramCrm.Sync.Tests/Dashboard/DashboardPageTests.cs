using System.Net;
using System.Text.RegularExpressions;
using Dapper;
using TelegramCrm.Sync.Tests.Clocks;

namespace TelegramCrm.Sync.Tests.Dashboard;

public sealed partial class DashboardPageTests
{
    [Fact]
    public async Task Before_the_first_sync_the_page_says_that_there_are_no_figures()
    {
        await using var room = await ControlRoom.OpenAsync();
        Assert.Contains("No figures yet: the first sync makes them.", await room.PageAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_tickets_are_counted_by_the_worst_of_their_promises()
    {
        await using var room = await ControlRoom.OpenAsync(now: "Mon 12:00");
        room.Compute(
            Given.Ticket("late").CreatedAt("Mon 09:00").Created().Customer("Mon 09:00").Agent("Mon 09:10").Customer("Mon 09:30"), // a reply was due at 11:30
            Given.Ticket("soon").CreatedAt("Mon 09:00").Created().Customer("Mon 09:00").Agent("Mon 09:10").Customer("Mon 10:15"), // one is due at 12:15
            Given.Ticket("fine").CreatedAt("Mon 11:00").Created().Customer("Mon 11:00"),
            Given.Ticket("held").CreatedAt("Mon 09:00").Created().Customer("Mon 09:00").Agent("Mon 10:00").Status("Mon 10:30", "pending"),
            Given.Ticket("done").CreatedAt("Mon 09:00").Created().Customer("Mon 09:00").Agent("Mon 10:00").Status("Mon 10:30", "resolved"));
        Assert.Equal(["1", "1", "1", "1", "0"], await TilesAsync(room));
    }

    [Fact]
    public async Task Between_two_transforms_time_alone_lets_a_promise_come_near_and_break()
    {
        await using var room = await ControlRoom.OpenAsync(now: "Mon 10:00");
        room.Compute(Given.Ticket("t").CreatedAt("Mon 09:00").Created().Customer("Mon 09:00")); // a reply is due at 11:00
        Assert.Equal(["0", "0", "1", "0", "0"], await TilesAsync(room));
        room.Time.SetUtcNow(Given.At("Mon 10:36").ToDateTimeOffset());
        Assert.Equal(["0", "1", "0", "0", "0"], await TilesAsync(room));
        room.Time.SetUtcNow(Given.At("Mon 11:00:01").ToDateTimeOffset());
        Assert.Equal(["1", "0", "0", "0", "0"], await TilesAsync(room));
    }

    [Fact]
    public async Task First_responses_of_today_stand_beside_those_of_the_same_weekday_as_they_stood_at_this_time()
    {
        await using var room = await ControlRoom.OpenAsync(now: "next Mon 12:00");
        room.Compute(
            Given.Ticket("before-1").CreatedAt("Mon 09:00").Created().Customer("Mon 09:00").Agent("Mon 09:20"),
            Given.Ticket("before-2").CreatedAt("Mon 09:00").Created().Customer("Mon 09:00").Agent("Mon 15:00"), // at 12:00 it still waited
            Given.Ticket("today-1").CreatedAt("next Mon 09:00").Created().Customer("next Mon 09:00").Agent("next Mon 09:40"),
            Given.Ticket("today-2").CreatedAt("next Mon 10:00").Created().Customer("next Mon 10:00"));
        var panel = Fragment(await room.PageAsync(), "first-response");
        Assert.Contains("<dt>Met</dt><dd>1 <small>was 1</small></dd>", panel, StringComparison.Ordinal);
        Assert.Contains("<dt>Breached</dt><dd>0 <small>was 0</small></dd>", panel, StringComparison.Ordinal);
        Assert.Contains("<dt>Not yet due</dt><dd>1 <small>was 1</small></dd>", panel, StringComparison.Ordinal);
        Assert.Contains("Median <strong>40\u00A0m</strong> of working time, was 20\u00A0m <span class=\"worse\">▲ slower</span>", panel, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subject_stays_text_wherever_it_stands()
    {
        await using var room = await ControlRoom.OpenAsync(new() { TicketUrl = "https://crm.example/t/{id}" }, subject: "<script>alert('x')</script><img src=x onerror=alert(2)>");
        room.Compute(Given.Ticket("a\"><script>alert(1)</script>").CreatedAt("Mon 11:00").Created().Customer("Mon 11:00"));
        var page = await room.PageAsync();
        Assert.Contains("<bdi dir=\"auto\">&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt;</bdi>", page, StringComparison.Ordinal);
        Assert.Contains("href=\"https://crm.example/t/a%22%3E%3Cscript%3Ealert%281%29%3C%2Fscript%3E\"", page, StringComparison.Ordinal);
        Assert.Single(Scripts().Matches(page));
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_secret_stands_in_the_page_or_in_what_is_sent()
    {
        await using var room = await ControlRoom.LockedAsync();
        room.Compute(Given.Ticket().Created().Customer("Mon 11:00"));
        using var answer = await room.GetAsync("/", "Authorization", $"Bearer {ControlRoom.Token}");
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain(ControlRoom.Token, page, StringComparison.Ordinal);
        Assert.DoesNotContain(ControlRoom.SourceKey, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_can_not_be_read_is_said_on_the_page_and_the_rest_of_it_stands()
    {
        await using var room = await ControlRoom.OpenAsync();
        room.Compute(Given.Ticket().Created().Customer("Mon 11:00"));
        await room.PageAsync();
        using (var connection = room.Warehouse.Connect())
            connection.Execute("alter table analytics.tickets rename column subject to topic");
        room.Time.Advance(TimeSpan.FromSeconds(2));
        var page = await room.PageAsync();
        Assert.Contains("The figures could not be read", page, StringComparison.Ordinal);
        Assert.Contains("a question", page, StringComparison.Ordinal);
    }

    private static async Task<List<string>> TilesAsync(ControlRoom room) =>
        [.. Tile().Matches(Fragment(await room.PageAsync(), "standing")).Select(tile => tile.Groups["count"].Value)];

    private static string Fragment(string page, string id)
    {
        var from = page.IndexOf($"<div id=\"{id}\"", StringComparison.Ordinal);
        return page[from..page.IndexOf("</section>", from, StringComparison.Ordinal)];
    }

    [GeneratedRegex("<dd>(?<count>[0-9]+)</dd>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tile();

    [GeneratedRegex("<script", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Scripts();
}
