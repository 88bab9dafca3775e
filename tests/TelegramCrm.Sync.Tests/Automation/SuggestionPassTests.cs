using NodaTime;
using Shouldly;
using TelegramCrm.Sandbox;
using TelegramCrm.Sync.Automation.Suggestions;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Automation;

public sealed class SuggestionPassTests : IAsyncLifetime
{
    private readonly ShelfOfArticles shelf = new ShelfOfArticles()
        .With("returns", "How to return a parcel", "refund label courier").With("refunds", "Refunds", "when a refund arrives after a parcel was sent back")
        .With("invoices", "Invoices", "address tax parcel").With("retouren", "Retouren", "refund", "de");

    private SuggestionConfiguration wanted = new() { KnowledgeBase = "wiki", MinScore = 0.4, RequestPatience = Duration.Zero };
    private FrontDesk desk = null!;
    private SuggestionPass? pass;
    private SuggestionHouse? house;

    private SuggestionLedger Ledger => new(desk.State);

    private long Attachments => desk.Crm.Requests.GetValueOrDefault("POST /api/v1/tickets/{ticket_id}/articles");

    public async Task InitializeAsync()
    {
        desk = await FrontDesk.OpenAsync();
        await LookAsync(); // from now on tickets are watched
    }

    public async Task DisposeAsync()
    {
        pass?.Dispose();
        house?.Dispose();
        await desk.DisposeAsync();
    }

    [Fact]
    public async Task A_new_ticket_gets_the_best_articles_once()
    {
        var ticket = desk.People.OpenTicket("Return my parcel", text: "Hello, I'd like a refund for the parcel, please. See https://shop.example.com/invoices");
        var outcome = await LookAsync();
        (outcome.Searched, outcome.Attached, outcome.Waiting, outcome.Away).ShouldBe((1, 2, 0, null));
        ArticlesOf(ticket).ShouldBe(["returns", "refunds"]);
        var first = desk.Truth("tickets").Single(one => (string)one["id"]! == ticket)["articles"]![0]!;
        ((string)first["title"]!, (string)first["url"]!).ShouldBe(("How to return a parcel", "https://kb.example.com/returns"));
        Ledger.SearchOf(ticket)!.Terms.ShouldBe(["return", "parcel", "refund"]);

        desk.People.Write(ticket, "Anybody? Invoices, too!");
        (await LookAsync()).Searched.ShouldBe(0);
        (Attachments, shelf.Searches).ShouldBe((2, 3));
    }

    [Fact]
    public async Task What_fits_badly_is_left_out_and_why_is_recorded()
    {
        var poor = desk.People.OpenTicket("Courier damaged my antique porcelain elephant", text: "It arrived broken");
        var nothing = desk.People.OpenTicket("Help please", text: "Hello?");
        (await LookAsync()).Attached.ShouldBe(0);
        Ledger.SearchOf(poor)!.Outcome.ShouldContain("the best is How to return a parcel");
        Ledger.SearchOf(nothing)!.Outcome.ShouldBe("the ticket has no telling words");
    }

    [Fact]
    public async Task Articles_in_another_language_than_the_ticket_s_are_left_out_unless_that_is_wanted()
    {
        var english = desk.People.OpenTicket("refund", language: "en-GB");
        await LookAsync();
        ArticlesOf(english).ShouldNotContain("retouren");
        (wanted, pass) = (wanted with { OnlyTicketLanguage = false, MaxArticles = 10 }, null);
        var any = desk.People.OpenTicket("refund", language: "en-GB");
        await LookAsync();
        ArticlesOf(any).ShouldContain("retouren");
    }

    [Fact]
    public async Task Killed_between_sending_and_confirming_it_looks_before_it_attaches_again()
    {
        var ticket = desk.People.OpenTicket("refund");
        desk.Crm.OnRequest = request =>
        {
            if (request.StartsWith("POST", StringComparison.Ordinal))
                desk.Crm.Faults = SandboxFaults.None with { ConnectionResets = 1 }; // it is done, and nobody learns of it
        };
        (await LookAsync()).Away.ShouldNotBeNull();
        Ledger.Open().Count.ShouldBe(2);
        (desk.Crm.OnRequest, desk.Crm.Faults) = (null, SandboxFaults.None);
        desk.Time.Advance(TimeSpan.FromMinutes(1));
        Restart();
        var before = Attachments;
        (await LookAsync()).Attached.ShouldBe(2);
        (Attachments - before).ShouldBe(1);
        ArticlesOf(ticket).Count.ShouldBe(2);
        Ledger.Of(ticket)[0].Outcome!.ShouldContain("an earlier try");
    }

    [Fact]
    public async Task While_the_knowledge_base_or_the_CRM_is_away_tickets_wait_and_restarts_forget_none()
    {
        shelf.IsAway = true;
        var ticket = desk.People.OpenTicket("refund");
        (await LookAsync()).ShouldSatisfyAllConditions(outcome => outcome.Waiting.ShouldBe(1), outcome => outcome.Away.ShouldBe("the knowledge base is away"));
        await LookAsync();
        desk.Told.Lines.Count(line => line.StartsWith("Suggestions wait", StringComparison.Ordinal)).ShouldBe(1);
        shelf.IsAway = false;
        desk.SetAway(true);
        (await pass!.RunAsync(CancellationToken.None)).Away.ShouldNotBeNull();
        desk.SetAway(false);
        desk.Time.Advance(TimeSpan.FromHours(1));
        Restart();
        (await LookAsync()).Attached.ShouldBe(2);
        ArticlesOf(ticket).ShouldBe(["refunds", "returns"]);
    }

    [Fact]
    public async Task Tickets_that_are_finished_gone_or_from_before_get_none()
    {
        desk.Time.Advance(TimeSpan.FromDays(2));
        var late = desk.People.OpenTicket("refund");
        var closed = desk.People.OpenTicket("refund");
        shelf.IsAway = true;
        await LookAsync();
        shelf.IsAway = false;
        desk.People.SetStatus(closed, "closed", by: "ag-1");
        var outcome = await pass!.RunAsync(CancellationToken.None); // the warehouse does not know of it yet
        outcome.Searched.ShouldBe(2);
        ArticlesOf(late).ShouldNotBeEmpty();
        ArticlesOf(closed).ShouldBeEmpty();

        shelf.IsAway = true;
        var forgotten = desk.People.OpenTicket("refund");
        await LookAsync();
        shelf.IsAway = false;
        desk.Time.Advance(TimeSpan.FromDays(2));
        (await LookAsync()).Searched.ShouldBe(0);
        ArticlesOf(forgotten).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_ticket_whose_first_message_is_not_there_yet_is_given_a_minute()
    {
        var ticket = desk.People.OpenTicket("refund", text: " ");
        (await LookAsync()).ShouldSatisfyAllConditions(outcome => outcome.Searched.ShouldBe(0), outcome => outcome.Waiting.ShouldBe(1));
        desk.Time.Advance(TimeSpan.FromMinutes(2));
        (await LookAsync()).ShouldSatisfyAllConditions(outcome => outcome.Away.ShouldBeNull(), outcome => outcome.Searched.ShouldBe(1));
        ArticlesOf(ticket).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Lost_answers_and_errors_lose_nothing_and_attach_nothing_twice()
    {
        var tickets = Enumerable.Range(0, 20).Select(_ => desk.People.OpenTicket("refund")).ToList();
        await desk.SyncAsync();
        for (var look = 0; look < 60 && (pass is null || Ledger.Counts().GetValueOrDefault(Suggestion.Attached) < 40); look++)
        {
            desk.Crm.Faults = new() { Seed = look, ConnectionResets = 0.1, TruncatedBodies = 0.1, ServerErrors = 0.1 };
            await Open().RunAsync(CancellationToken.None);
            desk.Time.Advance(TimeSpan.FromSeconds(30));
            if (look % 3 == 0)
            {
                desk.Crm.Faults = SandboxFaults.None;
                Restart();
            }
        }
        tickets.ShouldAllBe(ticket => ArticlesOf(ticket).Count == 2);
    }

    private SuggestionPass Open() =>
        pass ??= (house = new SuggestionHouse(wanted, shelf, text => text, desk.Warehouse.File, desk.State, desk.Client, TestWarehouse.SqlFolder, desk.Time, desk.Told)).OpenPass();

    private void Restart()
    {
        pass?.Dispose();
        house?.Dispose();
        pass = null;
        desk.Restart();
    }

    private async Task<SuggestionOutcome> LookAsync()
    {
        await desk.SyncAsync();
        return await Open().RunAsync(CancellationToken.None);
    }

    private IReadOnlyList<string> ArticlesOf(string ticket) =>
        [.. desk.Truth("tickets").Single(one => (string)one["id"]! == ticket)["articles"]!.AsArray().Select(article => (string)article!["article_id"]!)];
}
