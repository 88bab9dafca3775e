using Microsoft.AspNetCore.Http;
using NodaTime;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Inbox;
using TelegramCrm.Sync.Tests.Crm;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Inbox;

/// <summary>Deliveries that tell of a ticket without bringing it.</summary>
public sealed class TicketFetchTests : IAsyncLifetime
{
    private readonly Mailroom mailroom = new(file => new TelegramCrm.Sync.State.SqliteState(file));

    [Fact]
    public async Task However_many_deliveries_tell_of_a_ticket_it_is_fetched_once_with_its_messages()
    {
        foreach (var number in Enumerable.Range(1, 20))
            await mailroom.DeliverAsync($"d{number}", $"\"message\":{Message($"m{number}", "t1", Noon)}");
        await mailroom.DrainAsync();
        await using var crm = await CrmAsync(Ticket("t1", Noon, more: $",\"messages\":[{Message("m0", "t1", Noon)}]"));

        Assert.Equal((1, 0), (await FetchAsync(crm), await FetchAsync(crm)));
        Assert.Equal(["/api/v1/tickets/t1"], crm.Requests);
        Assert.Equal((1L, 21L), (Count("raw.tickets"), Count("raw.messages")));
    }

    [Fact]
    public async Task A_delivery_that_brings_its_ticket_needs_no_request()
    {
        await mailroom.DeliverAsync("d1", $"\"ticket\":{Ticket("t1", Noon)},\"message\":{Message("m1", "t1", Noon)},\"event\":{Event("e1", "t1", Noon)}");
        await mailroom.DrainAsync();
        Assert.Equal(0, Count("ops.wanted_tickets"));
    }

    [Fact]
    public async Task A_version_that_another_delivery_or_polling_brought_meanwhile_fulfils_the_wish()
    {
        await mailroom.DeliverAsync("d1", $"\"message\":{Message("m1", "t1", Noon)}");
        await mailroom.DeliverAsync("d2", $"\"message\":{Message("m2", "t2", Noon)}");
        await mailroom.DeliverAsync("d3", $"\"ticket\":{Ticket("t2", Noon)}");
        await mailroom.DrainAsync();
        Assert.Equal("t1", mailroom.Warehouse.One<string>("select ticket_id from ops.wanted_tickets"));
        await mailroom.DeliverAsync("d4", $"\"ticket\":{Ticket("t1", Noon)}");
        await mailroom.DrainAsync();
        await using var crm = await CrmAsync("{}");
        Assert.Equal(0, await FetchAsync(crm));
        Assert.Empty(crm.Requests);
    }

    [Fact]
    public async Task Two_contents_of_one_version_are_settled_by_the_word_of_the_CRM()
    {
        await DeliverAsync("d1", Ticket("t1", Noon, subject: "printer"));
        await DeliverAsync("d2", Ticket("t1", Noon, subject: "printer on fire")); // late or new: its version does not say
        Assert.Equal("printer", Subject());
        await using var crm = await CrmAsync(Ticket("t1", Noon, subject: "printer on fire"));
        Assert.Equal((1, 0), (await FetchAsync(crm), await FetchAsync(crm)));
        Assert.Equal("printer on fire", Subject());
    }

    [Fact]
    public async Task Also_when_both_come_at_once_unless_a_newer_version_follows()
    {
        await mailroom.DeliverAsync("d1", $"\"ticket\":{Ticket("t1", Noon, subject: "printer")}");
        await DeliverAsync("d2", Ticket("t1", Noon, subject: "printer on fire"));
        Assert.Equal(1, Count("ops.wanted_tickets"));
        await DeliverAsync("d3", Ticket("t1", Noon + Duration.FromSeconds(1)));
        await using var crm = await CrmAsync("{}");
        Assert.Equal(0, await FetchAsync(crm));
    }

    [Fact]
    public async Task An_older_version_does_not()
    {
        await mailroom.DeliverAsync("d1", $"\"ticket\":{Ticket("t1", Noon - Duration.FromMinutes(1))}");
        await mailroom.DeliverAsync("d2", $"\"event\":{Event("e1", "t1", Noon)}");
        await mailroom.DrainAsync();
        await using var crm = await CrmAsync(Ticket("t1", Noon));
        Assert.Equal(1, await FetchAsync(crm));
        Assert.Equal(0, Count("ops.wanted_tickets"));
    }

    [Fact]
    public async Task While_the_CRM_is_away_the_wish_waits_and_nothing_becomes_a_dead_letter()
    {
        await mailroom.DeliverAsync("d1", $"\"message\":{Message("m1", "t1", Noon)}");
        await mailroom.DeliverAsync("d2", $"\"message\":{Message("m2", "t2", Noon + Duration.FromSeconds(1))}");
        await mailroom.DrainAsync();
        await using var crm = await ScriptedCrm.StartAsync(context => context.Request.Path.Value!.EndsWith("t1", StringComparison.Ordinal)
            ? AnswerAsync(context, Ticket("t1", Noon))
            : AnswerAsync(context, "{}", StatusCodes.Status500InternalServerError));
        await Assert.ThrowsAsync<CrmException>(() => FetchAsync(crm));
        Assert.Equal(("t2", 1L), (mailroom.Warehouse.One<string>("select ticket_id from ops.wanted_tickets"), Count("raw.tickets")));
        Assert.Empty(mailroom.Store.DeadLetters());

        await using var back = await CrmAsync(Ticket("t2", Noon + Duration.FromSeconds(1)));
        Assert.Equal(1, await FetchAsync(back));
        Assert.Equal((0L, 2L), (Count("ops.wanted_tickets"), Count("raw.tickets")));
    }

    [Fact]
    public async Task A_ticket_that_is_gone_is_asked_for_once()
    {
        await mailroom.DeliverAsync("d1", $"\"message\":{Message("m1", "t1", Noon)}");
        await mailroom.DrainAsync();
        await using var crm = await ScriptedCrm.StartAsync(context => AnswerAsync(context, """{"error":{"code":"not_found","message":"gone"}}""", StatusCodes.Status404NotFound));
        Assert.Equal((1, 0), (await FetchAsync(crm), await FetchAsync(crm)));
    }

    public Task InitializeAsync() => mailroom.InitializeAsync();

    public Task DisposeAsync() => mailroom.DisposeAsync();

    private static Task<ScriptedCrm> CrmAsync(string ticket) => ScriptedCrm.StartAsync(context => AnswerAsync(context, ticket));

    private static Task AnswerAsync(HttpContext context, string body, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }

    private async Task DeliverAsync(string id, string ticket)
    {
        await mailroom.DeliverAsync(id, $"\"ticket\":{ticket}");
        await mailroom.DrainAsync();
    }

    private string Subject() => mailroom.Warehouse.One<string>("select body->>'subject' from raw.tickets");

    private async Task<int> FetchAsync(ScriptedCrm crm)
    {
        using var client = new CrmClient(crm.Address, TimeProvider.System);
        return await new TicketFetch(mailroom.Warehouse.File, client, mailroom.Time).RunAsync(CancellationToken.None);
    }

    private long Count(string relation) => mailroom.Warehouse.One<long>($"select count(*) from {relation}");
}
