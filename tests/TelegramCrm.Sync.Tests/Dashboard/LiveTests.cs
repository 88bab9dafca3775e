using System.Net;
using TelegramCrm.Sync.Dashboard;
using TelegramCrm.Sync.Tests.Clocks;

namespace TelegramCrm.Sync.Tests.Dashboard;

public sealed class LiveTests
{
    [Fact]
    public async Task A_viewer_is_sent_every_panel_first_and_then_those_that_changed_within_two_seconds()
    {
        await using var room = await ControlRoom.OpenAsync();
        room.Compute(Given.Ticket("one").CreatedAt("Mon 11:00").Created().Customer("Mon 11:00"));
        await using var events = room.FollowAsync().GetAsyncEnumerator();
        var first = await UntilPaintedAsync(events);
        Assert.Equal(["version", "standing", "first-response", "next-breaches", "overdue", "queues", "agents", "sync", "inbox", "pushes", "freshness", "spoken", "title"], first.Select(sent => sent.Name));

        await room.Time.UntilSomebodyWaitsAsync(Board.Rest);
        room.Compute(Given.Ticket("one").CreatedAt("Mon 11:00").Created().Customer("Mon 11:00"), Given.Ticket("two").CreatedAt("Mon 11:30").Created().Customer("Mon 11:30"));
        room.Time.Advance(Board.Rest); // the board looks again: less than two seconds after the change
        var second = await UntilPaintedAsync(events);
        Assert.Contains("standing", second.Select(sent => sent.Name));
        Assert.Contains("<strong>2</strong> open", second.Single(sent => sent.Name == "standing").Data, StringComparison.Ordinal);
        Assert.DoesNotContain("pushes", second.Select(sent => sent.Name));
    }

    [Fact]
    public async Task While_nothing_changes_it_looks_twice_a_second_and_paints_only_every_fifteen_seconds()
    {
        await using var room = await ControlRoom.OpenAsync();
        room.Compute(Given.Ticket().CreatedAt("Mon 11:00").Created().Customer("Mon 11:00"));
        await using var events = room.FollowAsync().GetAsyncEnumerator();
        await UntilPaintedAsync(events);
        await room.Time.UntilSomebodyWaitsAsync(Board.Rest);
        room.Time.Advance(Board.Rest);
        for (var waited = Board.Rest; waited < Board.Tick; waited += Board.LookInterval)
        {
            await room.Time.UntilSomebodyWaitsAsync(Board.LookInterval);
            Assert.Equal(1, room.Board.Painted);
            room.Time.Advance(Board.LookInterval);
        }
        Assert.Contains("freshness", (await UntilPaintedAsync(events)).Select(sent => sent.Name));
        Assert.Equal(2, room.Board.Painted);
    }

    [Fact]
    public async Task Whoever_watches_there_is_one_picture_for_all()
    {
        await using var room = await ControlRoom.OpenAsync();
        room.Compute(Given.Ticket().CreatedAt("Mon 11:00").Created().Customer("Mon 11:00"));
        var viewers = Enumerable.Range(0, 10).Select(_ => room.FollowAsync().GetAsyncEnumerator()).ToList();
        foreach (var viewer in viewers)
            await UntilPaintedAsync(viewer);
        Assert.Equal(1, room.Board.Painted);
        foreach (var viewer in viewers)
            await viewer.DisposeAsync();
    }

    [Fact]
    public async Task While_nobody_watches_nothing_is_computed()
    {
        await using var room = await ControlRoom.OpenAsync();
        room.Compute(Given.Ticket().CreatedAt("Mon 11:00").Created().Customer("Mon 11:00"));
        for (var tick = 0; tick < 10; tick++)
            room.Time.Advance(Board.Tick);
        Assert.Equal(0, room.Board.Painted);
    }

    [Fact]
    public async Task A_promise_that_breaks_shows_when_it_breaks()
    {
        await using var room = await ControlRoom.OpenAsync(now: "Mon 10:59:58");
        room.Compute(Given.Ticket().CreatedAt("Mon 09:00").Created().Customer("Mon 09:00")); // a reply is due at 11:00
        await using var events = room.FollowAsync().GetAsyncEnumerator();
        Assert.StartsWith("0 overdue", (await UntilPaintedAsync(events)).Single(sent => sent.Name == "title").Data, StringComparison.Ordinal);
        await room.Time.UntilSomebodyWaitsAsync(Board.Rest);
        room.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.StartsWith("1 overdue", (await UntilPaintedAsync(events)).Single(sent => sent.Name == "title").Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_viewer_too_many_is_asked_to_come_again()
    {
        await using var room = await ControlRoom.OpenAsync();
        var viewers = Enumerable.Range(0, Board.MostViewers).Select(_ => room.FollowAsync().GetAsyncEnumerator()).ToList();
        foreach (var viewer in viewers)
            Assert.True(await viewer.MoveNextAsync());
        using var answer = await room.GetAsync("/live");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (answer.StatusCode, answer.Headers.RetryAfter is not null));
        foreach (var viewer in viewers)
            await viewer.DisposeAsync();
    }

    private static async Task<List<(string Name, string Data)>> UntilPaintedAsync(IAsyncEnumerator<(string Name, string Data)> events)
    {
        var sent = new List<(string, string)>();
        while (await events.MoveNextAsync() && events.Current.Name != "painted")
            sent.Add(events.Current);
        return sent;
    }
}
