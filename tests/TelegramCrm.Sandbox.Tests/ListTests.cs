using System.Net;
using System.Text.Json.Nodes;

namespace TelegramCrm.Sandbox.Tests;

public sealed class ListTests
{
    [Theory]
    [InlineData("tickets", "updated_at")]
    [InlineData("ticket-events", "occurred_at")]
    [InlineData("template-usages", "applied_at")]
    [InlineData("agents", "updated_at")]
    [InlineData("templates", "updated_at")]
    [InlineData("queues", "updated_at")]
    public async Task A_list_comes_in_the_order_of_time_and_id(string list, string time)
    {
        await using var crm = await Crm.StartAsync();
        var keys = (await crm.WalkAsync(list, 7)).ConvertAll(record => ((DateTimeOffset)record[time]!, (string)record["id"]!));
        Assert.NotEmpty(keys);
        Assert.Equal(keys.OrderBy(key => key.Item1).ThenBy(key => key.Item2, StringComparer.Ordinal), keys);
        Assert.Equal(keys.Count, keys.Distinct().Count());
    }

    [Fact]
    public async Task Pages_of_every_size_give_each_record_once_even_when_many_share_a_time()
    {
        using var folder = new DataFolder();
        var ids = Enumerable.Range(0, 23).Select(i => $"t{i:00}").ToList();
        folder.With("tickets", ids.Select((id, i) => DataFolder.Ticket(id, i < 17 ? "2026-05-01T10:00:00Z" : "2026-05-01T10:00:01.000001Z")).Reverse());
        await using var crm = await Crm.StartAsync(new SandboxOptions { DataFolder = folder.Path });
        for (var size = 1; size <= ids.Count + 1; size++)
            Assert.Equal(ids, (await crm.WalkAsync("tickets", size)).Select(ticket => (string)ticket["id"]!));
    }

    [Fact]
    public async Task A_page_that_ends_exactly_at_the_last_record_says_that_there_are_no_more()
    {
        await using var crm = await Crm.StartAsync();
        var page = await crm.GetAsync($"tickets?limit={crm.Server.Truth.Count("tickets")}");
        Assert.False((bool)page["has_more"]!);
        Assert.Null(page["next_cursor"]);
        Assert.Equal(Crm.Noon, (DateTimeOffset)page["server_time"]!);
    }

    [Fact]
    public async Task Since_is_inclusive_and_until_exclusive()
    {
        using var folder = new DataFolder();
        folder.With("tickets", DataFolder.Ticket("a", "2026-05-01T10:00:00Z"), DataFolder.Ticket("b", "2026-05-01T11:00:00Z"), DataFolder.Ticket("c", "2026-05-01T12:00:00Z"));
        await using var crm = await Crm.StartAsync(new SandboxOptions { DataFolder = folder.Path });
        var found = await crm.WalkAsync("tickets", 1, "&updated_since=2026-05-01T10:00:00Z&updated_until=2026-05-01T14:00:00%2B02:00");
        Assert.Equal(["a", "b"], found.Select(ticket => (string)ticket["id"]!));
    }

    [Fact]
    public async Task A_cursor_is_good_for_its_own_filters_only()
    {
        await using var crm = await Crm.StartAsync();
        var cursor = (string)(await crm.GetAsync("tickets?limit=2&status=closed"))["next_cursor"]!;
        Assert.NotNull((await crm.GetAsync($"tickets?limit=3&status=closed&cursor={cursor}"))["data"]);
        foreach (var other in new[] { $"tickets?limit=2&cursor={cursor}", $"tickets?status=open&cursor={cursor}", $"ticket-events?cursor={cursor}", "tickets?cursor=made-up" })
        {
            using var response = await crm.Http.GetAsync(other);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal("invalid_cursor", (string?)(await Crm.ErrorOf(response))["code"]);
        }
    }

    [Theory]
    [InlineData("tickets?limit=0", "limit")]
    [InlineData("tickets?limit=501", "limit")]
    [InlineData("tickets?updated_since=yesterday", "updated_since")]
    [InlineData("tickets?updated_since=2026-05-01T10:00:00", "updated_since")]
    [InlineData("tickets?status=lost", "status")]
    [InlineData("tickets?include=everything", "include")]
    [InlineData("tickets?fields=colour", "fields")]
    public async Task A_parameter_that_cannot_be_understood_is_refused_by_name(string path, string field)
    {
        await using var crm = await Crm.StartAsync();
        using var response = await crm.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(field, (string?)(await Crm.ErrorOf(response))["field"]);
    }

    [Fact]
    public async Task The_page_size_cap_shortens_pages_but_loses_nothing()
    {
        await using var crm = await Crm.StartAsync(new SandboxOptions { Tickets = 40, PageSizeCap = 10 });
        Assert.Equal(10, (await crm.GetAsync("tickets?limit=500"))["data"]!.AsArray().Count);
        Assert.Equal(crm.Server.Truth.Count("tickets"), (await crm.WalkAsync("tickets")).Count);
    }

    [Fact]
    public async Task Filters_find_what_they_name()
    {
        await using var crm = await Crm.StartAsync(new SandboxOptions { Tickets = 300 });
        var all = await crm.WalkAsync("tickets");
        await ShouldFind("&status=resolved,open", ticket => (string?)ticket["status"] is "resolved" or "open");
        await ShouldFind("&queue_id=q-billing", ticket => (string?)ticket["queue_id"] == "q-billing");
        await ShouldFind("&assigned_agent_id=none", ticket => ticket["assigned_agent_id"] is null);
        await ShouldFind("&assigned_agent_id=ag-anna-keller", ticket => (string?)ticket["assigned_agent_id"] == "ag-anna-keller");
        await ShouldFind("&created_since=2026-05-01T00:00:00Z", ticket => (DateTimeOffset)ticket["created_at"]! >= new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));

        async Task ShouldFind(string filter, Predicate<JsonObject> isWanted)
        {
            var expected = all.FindAll(isWanted).ConvertAll(ticket => (string)ticket["id"]!);
            Assert.NotEmpty(expected);
            Assert.Equal(expected, (await crm.WalkAsync("tickets", 3, filter)).Select(ticket => (string)ticket["id"]!));
        }
    }

    [Fact]
    public async Task Fields_choose_what_a_ticket_shows_and_id_is_always_there()
    {
        await using var crm = await Crm.StartAsync();
        var ticket = (await crm.GetAsync("tickets?limit=1&fields=status,updated_at"))["data"]![0]!.AsObject();
        Assert.Equal(["id", "status", "updated_at"], ticket.Select(field => field.Key));
    }

    [Fact]
    public async Task An_embedded_thread_holds_the_newest_hundred_and_says_when_there_are_more()
    {
        using var folder = new DataFolder();
        folder.With("tickets", DataFolder.Ticket("long", "2026-05-01T10:00:00Z"), DataFolder.Ticket("short", "2026-05-01T10:00:00Z"))
            .With("messages", Enumerable.Range(0, 130).Select(i => Message("long", i)).Concat(Enumerable.Range(0, 100).Select(i => Message("short", i))));
        await using var crm = await Crm.StartAsync(new SandboxOptions { DataFolder = folder.Path });
        var tickets = (await crm.GetAsync("tickets?include=messages"))["data"]!.AsArray();
        Assert.Equal(Enumerable.Range(30, 100).Select(i => $"long-m{i:000}"), tickets[0]!["messages"]!.AsArray().Select(message => (string)message!["id"]!));
        Assert.True((bool)tickets[0]!["messages_truncated"]!);
        Assert.Equal(100, tickets[1]!["messages"]!.AsArray().Count);
        Assert.False((bool)tickets[1]!["messages_truncated"]!);
        foreach (var size in new[] { 1, 7, 130, 131 })
            Assert.Equal(Enumerable.Range(0, 130).Select(i => $"long-m{i:000}"), (await crm.WalkAsync("tickets/long/messages", size)).Select(message => (string)message["id"]!));

        static string Message(string ticket, int i) => $$"""
            {"id":"{{ticket}}-m{{i:000}}","ticket_id":"{{ticket}}","author":{"type":"customer","id":"c"},"kind":"reply","text":"{\"a\":[1,2]}, 😀","created_at":"2026-05-01T10:00:{{i / 30:00}}Z"}
            """.Trim();
    }
}
