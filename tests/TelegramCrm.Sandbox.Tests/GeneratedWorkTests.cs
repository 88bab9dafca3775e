using System.Text.Json.Nodes;

namespace TelegramCrm.Sandbox.Tests;

public sealed class GeneratedWorkTests(GeneratedWorkTests.Work work) : IClassFixture<GeneratedWorkTests.Work>
{
    [Fact]
    public void A_ticket_agrees_with_its_events_and_messages()
    {
        foreach (var ticket in work.Tickets)
        {
            var id = (string)ticket["id"]!;
            var events = work.Events[id].ToList();
            Assert.Equal(("created", null, "new"), ((string?)events[0]["type"], (string?)events[0]["from"], (string?)events[0]["to"]));
            var status = "new";
            foreach (var change in events.Where(e => (string?)e["type"] == "status_changed"))
            {
                Assert.Equal(status, (string?)change["from"]);
                status = (string)change["to"]!;
            }
            Assert.Equal(status, (string?)ticket["status"]);
            Assert.Equal(Last(events, "assigned", "to"), (string?)ticket["assigned_agent_id"]);
            Assert.Equal(Last(events, "queue_changed", "to"), (string?)ticket["queue_id"]);
            Assert.Equal(events.Count(e => (string?)e["type"] == "reopened"), (int)ticket["reopen_count"]!);
            Assert.Equal(status is "resolved" or "closed" ? LastAt(events, "resolved") : null, (string?)ticket["resolved_at"]);
            Assert.Equal(status == "closed" ? LastAt(events, "closed") : null, (string?)ticket["closed_at"]);
            Assert.Equal(FirstResponse(work.Messages[id]), (string?)ticket["first_response_at"]);
            var newest = events.Select(e => (DateTimeOffset)e["occurred_at"]!)
                .Concat(work.Messages[id].SelectMany(m => new[] { m["created_at"], m["edited_at"] }.OfType<JsonNode>().Select(at => (DateTimeOffset)at))).Max();
            Assert.Equal(newest, (DateTimeOffset)ticket["updated_at"]!);
        }
    }

    [Fact]
    public void Nothing_lies_in_the_future()
    {
        Assert.All(work.Tickets, ticket => Assert.True((DateTimeOffset)ticket["updated_at"]! <= Crm.Noon));
        Assert.All(work.Tickets, ticket => Assert.True((DateTimeOffset)ticket["created_at"]! >= Crm.Noon.AddDays(-91)));
    }

    [Fact]
    public void Each_usage_is_an_agents_reply_with_that_template()
    {
        var replies = work.Messages.SelectMany(thread => thread).Where(message => message["template_id"] is not null).ToDictionary(message => (string)message["id"]!);
        Assert.Equal(replies.Count, work.Usages.Count);
        Assert.All(work.Usages, usage =>
        {
            var reply = replies[(string)usage["message_id"]!];
            Assert.Equal((string?)usage["template_id"], (string?)reply["template_id"]);
            Assert.Equal((string?)usage["agent_id"], (string?)reply["author"]!["id"]);
            Assert.DoesNotContain("{{", (string)reply["text"]!, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Working_days_are_far_busier_than_weekends_and_days_than_nights()
    {
        var created = work.Tickets.ConvertAll(ticket => (DateTimeOffset)ticket["created_at"]!);
        var perWeekendDay = created.Count(at => at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) / 2.0;
        var perWorkingDay = created.Count(at => at.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) / 5.0;
        Assert.True(perWorkingDay > 2.5 * perWeekendDay);
        Assert.True(created.Count(at => at.Hour is >= 8 and < 16) > 5 * created.Count(at => at.Hour < 5));
    }

    [Fact]
    public void Templates_are_used_unevenly_some_never_and_a_deleted_one_is_still_referenced()
    {
        var uses = work.Templates.ToDictionary(template => (string)template["id"]!, template => work.Usages.Count(usage => (string?)usage["template_id"] == (string?)template["id"]));
        Assert.True(uses.Values.Max() > 10 * uses.Values.Where(count => count > 0).Min());
        Assert.Contains(0, uses.Values);
        Assert.Contains(work.Templates, template => template["deleted_at"] is not null && uses[(string)template["id"]!] > 0);
    }

    [Fact]
    public void It_has_what_a_real_team_has()
    {
        string[] Values(Func<JsonObject, string?> of) => [.. work.Tickets.Select(ticket => of(ticket)!).Distinct()];
        Assert.Equal(6, Values(ticket => (string?)ticket["status"]).Length);
        Assert.Equal(["ar", "de", "en", "es", "ru"], Values(ticket => (string?)ticket["customer"]!["language"]).Order(StringComparer.Ordinal));
        Assert.Equal(["premium", "standard", "trial"], Values(ticket => (string?)ticket["customer"]!["tier"]).Order(StringComparer.Ordinal));
        Assert.All(work.Tickets, ticket => Assert.True((long)ticket["source"]!["group_id"]! < -1_000_000_000_000));
        Assert.Contains(work.Tickets, ticket => ticket["deleted_at"] is not null);
        Assert.Contains(work.Tickets, ticket => (bool)ticket["messages_truncated"]!);
        Assert.Contains(work.Tickets, ticket => (int)ticket["reopen_count"]! > 0);
        Assert.Contains(work.Messages.SelectMany(thread => thread), message => (string?)message["kind"] == "note");
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_records_and_another_gives_others()
    {
        Assert.Equal(await DumpAsync(3), await DumpAsync(3));
        Assert.NotEqual(await DumpAsync(3), await DumpAsync(4));

        static async Task<string> DumpAsync(int seed)
        {
            await using var crm = await Crm.StartAsync(new SandboxOptions { Tickets = 60, Seed = seed });
            crm.Server.Advance(TimeSpan.FromHours(1), 40);
            return string.Join('\n', SandboxTruth.Streams.SelectMany(stream => crm.Server.Truth.Records(stream)));
        }
    }

    [Fact]
    public async Task Work_that_goes_on_keeps_tickets_and_events_in_agreement()
    {
        await using var crm = await Crm.StartAsync(new SandboxOptions { Tickets = 50 });
        var done = crm.Server.Advance(TimeSpan.FromHours(8), 400);
        Assert.True(done is { TicketsCreated: > 0, MessagesAdded: > 0, TemplatesApplied: > 0, StatusesChanged: > 0, TicketsRouted: > 0, TicketsDeleted: > 0, AgentsChanged: > 0 });
        Assert.Equal(Crm.Noon.AddHours(8), crm.Server.Clock.Now);
        var events = (await crm.WalkAsync("ticket-events")).ToLookup(e => (string)e["ticket_id"]!);
        foreach (var ticket in await crm.WalkAsync("tickets"))
        {
            var own = events[(string)ticket["id"]!].ToList();
            Assert.Equal(own.FindLast(e => (string?)e["type"] is "status_changed" or "created")!["to"]!.ToString(), (string?)ticket["status"]);
            Assert.Equal(Last(own, "assigned", "to"), (string?)ticket["assigned_agent_id"]);
        }
    }

    private static string? Last(List<JsonObject> events, string type, string field) => (string?)events.FindLast(e => (string?)e["type"] == type)?[field];

    private static string? LastAt(List<JsonObject> events, string status) =>
        (string?)events.FindLast(e => (string?)e["type"] == "status_changed" && (string?)e["to"] == status)?["occurred_at"];

    private static string? FirstResponse(IEnumerable<JsonObject> thread)
    {
        var replies = thread.Where(message => (string?)message["kind"] == "reply" && (string?)message["author"]!["type"] is "customer" or "agent").ToList();
        return replies.Count > 0 && (string?)replies[0]["author"]!["type"] == "customer"
            ? (string?)replies.Find(message => (string?)message["author"]!["type"] == "agent" && (string?)message["kind"] == "reply")?["created_at"]
            : null;
    }

    /// <summary>Work that is large enough to show its habits.</summary>
    public sealed class Work : IAsyncLifetime
    {
        public List<JsonObject> Tickets { get; private set; } = [];

        public ILookup<string, JsonObject> Events { get; private set; } = Array.Empty<JsonObject>().ToLookup(_ => "");

        public ILookup<string, JsonObject> Messages { get; private set; } = Array.Empty<JsonObject>().ToLookup(_ => "");

        public List<JsonObject> Templates { get; private set; } = [];

        public List<JsonObject> Usages { get; private set; } = [];

        public async Task InitializeAsync()
        {
            await using var crm = await Crm.StartAsync(new SandboxOptions { Tickets = 3000 });
            Tickets = await crm.WalkAsync("tickets", 500, "&include=messages");
            Events = (await crm.WalkAsync("ticket-events")).ToLookup(e => (string)e["ticket_id"]!);
            Messages = crm.Server.Truth.Records("messages").Select(json => JsonNode.Parse(json)!.AsObject()).ToLookup(m => (string)m["ticket_id"]!);
            Templates = await crm.WalkAsync("templates");
            Usages = await crm.WalkAsync("template-usages");
        }

        public Task DisposeAsync() => Task.CompletedTask;
    }
}
