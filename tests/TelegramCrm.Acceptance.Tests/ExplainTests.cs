using Shouldly;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Acceptance.Tests;

public sealed class ExplainTests : IAsyncLifetime, IDisposable
{
    private readonly Tgcrm tgcrm = new() { Time = new StandingClock(new(2026, 11, 6, 12, 0, 0, TimeSpan.Zero)) };
    private SandboxServer crm = null!;

    /// <summary>A ticket over the night in which the clock goes back and a holiday; pended, resolved and reopened.</summary>
    public async Task InitializeAsync()
    {
        var files = Directory.CreateDirectory(tgcrm.PathOf("crm")).FullName;
        void Write(string stream, params string[] records) => File.WriteAllLines(Path.Combine(files, $"{stream}.ndjson"), records);
        Write("tickets",
            Ticket("t1", 7, "resolved", "2026-10-23T14:00:00Z", "2026-11-02T11:00:00Z", """, "first_response_at": "2026-10-26T09:30:00Z", "resolved_at": "2026-10-29T21:00:00Z" """),
            Ticket("t2", 8, "open", "2026-10-23T14:00:00Z", "2026-11-02T11:00:00Z", """, "deleted_at": "2026-11-02T11:00:00Z" """));
        Write("messages",
            Message("m1", "customer", "cust", "reply", "2026-10-23T14:00:00Z"), Message("m2", "bot", null, "reply", "2026-10-23T14:00:05Z"), Message("m3", "agent", "a1", "note", "2026-10-26T08:30:00Z"),
            Message("m4", "agent", "a1", "reply", "2026-10-26T09:30:00Z"), Message("m5", "customer", "cust", "reply", "2026-10-28T07:00:00Z"), Message("m6", "agent", "a1", "reply", "2026-10-28T10:15:30Z"));
        Write("ticket_events",
            Event("e1", "created", null, "new", "2026-10-23T14:00:00Z"), Event("e2", "assigned", null, "a1", "2026-10-26T08:00:00Z"), Event("e3", "status_changed", "new", "pending", "2026-10-26T09:30:00Z"),
            Event("e4", "status_changed", "pending", "open", "2026-10-28T07:00:00Z"), Event("e5", "status_changed", "open", "resolved", "2026-10-28T10:15:30Z"),
            Event("e6", "reopened", "resolved", "open", "2026-10-29T10:00:00Z"), Event("e7", "queue_changed", "q1", "q2", "2026-10-29T15:00:00Z"),
            Event("e8", "status_changed", "open", "resolved", "2026-10-29T21:00:00Z"));
        Write("agents", """{"id":"a1","name":"Ann","username":null,"email":null,"role":"agent","availability":"available","skills":[],"queue_ids":[],"max_open_tickets":20,"updated_at":"2026-01-01T00:00:00Z"}""");
        Write("queues", """{"id":"q1","name":"Support","team":"first","updated_at":"2026-01-01T00:00:00Z"}""", """{"id":"q2","name":"Night desk","team":"night","updated_at":"2026-01-01T00:00:00Z"}""");
        Write("templates");
        Write("template_usages");
        crm = await SandboxServer.StartAsync(new SandboxOptions { DataFolder = files, TimeProvider = tgcrm.Time }, CancellationToken.None);
        await tgcrm.ConfigureAsync(crm);
        await File.WriteAllTextAsync(tgcrm.PathOf("sync.config.json"), $$"""
            {
              "source": { "baseUrl": "{{crm.BaseAddress}}", "apiKey": "${ENV:KEY}", "secretToken": "${ENV:TOKEN}" },
              "calendars": {
                "office": {
                  "zone": "Europe/Berlin",
                  "weekly": { "mon": "09:00-17:00", "tue": "09:00-17:00", "wed": "09:00-17:00", "thu": "09:00-17:00", "fri": "09:00-17:00", "sat": "22:00-06:00" },
                  "holidays": ["2026-10-27"],
                },
                "night": { "zone": "Europe/London", "weekly": { "mon": "17:00-09:00", "tue": "17:00-09:00", "wed": "17:00-09:00", "thu": "17:00-09:00" } },
              },
              "defaultCalendar": "office",
              "calendarRules": [{ "calendar": "night", "when": { "tiers": ["premium"] } }, { "calendar": "night", "when": { "teams": ["night"] } }],
              "slaPolicies": [
                { "name": "urgent", "when": { "priorities": ["urgent", "high"] }, "targets": { "first_response": "30m" } },
                { "name": "standard", "targets": { "first_response": "4h", "next_reply": "8h", "resolution": "12h" } },
              ],
            }
            """);
        (await tgcrm.RunAsync("sync")).Well();
    }

    public async Task DisposeAsync() => await crm.DisposeAsync();

    public void Dispose() => tgcrm.Dispose();

    [Fact]
    public async Task Every_figure_of_a_ticket_is_told_like_a_statement_of_account() =>
        (await tgcrm.RunAsync("explain", "t1")).Well().Output.ShouldMatchApproved(options => options.WithFilenameGenerator((_, _, type, extension) => $"ExplainTests.Told.{type}.{extension}"));

    [Fact]
    public async Task The_document_adds_up_to_what_the_marts_hold()
    {
        var document = (await tgcrm.RunAsync("explain", "7", "--json")).Well().Document;
        Assert.Equal("t1", (string)document["ticket"]!["ticketId"]!);
        var clocks = document["clocks"]!.AsArray().ToDictionary(clock => $"{clock!["clock"]}{clock["instance"]}", clock => clock!);
        using var database = Database.Open(tgcrm.WorkingFile);
        foreach (var clock in (string[])["frt", "first_resolution", "full_resolution", "active_resolution"])
            Assert.Equal(database.One<long>($"select {clock}_business_seconds from analytics.ticket_metrics where ticket_id = 't1'"), (long)clocks[$"{clock}1"]["countedBusinessSeconds"]!);
        Assert.Equal(database.One<long>("select reply_business_seconds from analytics.ticket_replies where ticket_id = 't1' and exchange = 2"), (long)clocks["next_reply2"]["countedBusinessSeconds"]!);
        Assert.Equal(["breached", "breached", "met", "breached"], document["promises"]!.AsArray().Select(promise => (string)promise!["status"]!));
    }

    [Fact]
    public async Task At_an_earlier_instant_the_clocks_that_ran_then_still_run()
    {
        var document = (await tgcrm.RunAsync("explain", "t1", "--as-of", "2026-10-24T20:30:00Z", "--json")).Well().Document;
        var frt = document["clocks"]!.AsArray().First()!;
        Assert.Equal(("frt", true), ((string)frt["clock"]!, (bool)frt["isRunning"]!));
        Assert.Null(frt["businessSeconds"]);
        Assert.Equal(5400, (long)frt["countedBusinessSeconds"]!); // in the calendar of the queue that it left later
        Assert.Equal("running", (string)document["promises"]!.AsArray().First(promise => (string)promise!["metric"]! == "first_response")!["status"]!);
    }

    [Fact]
    public async Task A_promise_names_whom_its_target_is_for_and_since_when_the_policy_says_so()
    {
        var configuration = await File.ReadAllTextAsync(tgcrm.PathOf("sync.config.json"));
        await File.WriteAllTextAsync(tgcrm.PathOf("sync.config.json"), configuration.Replace("\"resolution\": \"12h\" } }", """
            "resolution": "12h" },
              "overrides": [{ "priorities": ["low"], "targets": { "first_response": "9h" } }, { "priorities": ["normal"], "tiers": ["standard"], "targets": { "first_response": "5h" } }],
              "versions": [{ "from": "2026-10-29", "targets": { "resolution": "10h" } }] }
            """, StringComparison.Ordinal));
        (await tgcrm.RunAsync("transform")).Well();
        var told = (await tgcrm.RunAsync("explain", "t1")).Well().Output;
        told.ShouldContain("promised by standard: 5h00m in working time, used 11h30m: breached by 6h30m");
        told.ShouldContain("  the target for priority normal, tier standard; in force until Thu 2026-10-29 00:00:00 +01:00");
        told.ShouldContain("promised by standard: 10h00m in working time");
        told.ShouldContain("  in force from Thu 2026-10-29 00:00:00 +01:00");
    }

    [Theory]
    [InlineData("nine", "tgcrm: nine: no ticket has this id or number; ")]
    [InlineData("8", "tgcrm: t2: the CRM deleted this ticket, so it is in no figure; ")]
    public async Task A_ticket_without_figures_is_refused_with_the_reason(string name, string message)
    {
        var ended = await tgcrm.RunAsync("explain", name);
        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.StartsWith(message, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_service_runs_it_explains()
    {
        var alone = (await tgcrm.RunAsync("explain", "t1")).Well();
        using var service = tgcrm.Start("serve");
        await service.LineAsync("^serving ");
        Assert.Equal(alone.Output, (await tgcrm.RunAsync("explain", "t1")).Well().Output);
        Assert.Equal(0, await service.TerminateAsync());
    }

    private static string Ticket(string id, int number, string status, string createdAt, string updatedAt, string more = "") => $$"""
        {"id":"{{id}}","number":{{number}},"source":{"channel":"telegram_topic_group","group_id":-100,"topic_id":7},"subject":"Where is my parcel?","status":"{{status}}","priority":"normal","queue_id":"q2","customer":{"id":"cust","tier":"standard"},"tags":["parcel"],"created_at":"{{createdAt}}","updated_at":"{{updatedAt}}"{{more}}}
        """;

    private static string Message(string id, string type, string? author, string kind, string at) => $$"""
        {"id":"{{id}}","ticket_id":"t1","author":{"type":"{{type}}","id":{{Text(author)}}},"kind":"{{kind}}","text":"text","created_at":"{{at}}"}
        """;

    private static string Event(string id, string type, string? from, string? to, string at) => $$"""
        {"id":"{{id}}","ticket_id":"t1","type":"{{type}}","from":{{Text(from)}},"to":{{Text(to)}},"actor":{"type":"{{(type == "created" ? "customer" : "agent")}}","id":"{{(type == "created" ? "cust" : "a1")}}"},"occurred_at":"{{at}}"}
        """;

    private static string Text(string? value) => value is null ? "null" : $"\"{value}\"";
}
