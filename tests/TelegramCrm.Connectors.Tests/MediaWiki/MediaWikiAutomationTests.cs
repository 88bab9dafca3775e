using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Shouldly;
using TelegramCrm.Connectors.MediaWiki;
using TelegramCrm.Sandbox;
using TelegramCrm.Sync.Automation.Suggestions;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Propagation;
using TelegramCrm.Sync.Propagation.Sources;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Connectors.Tests.MediaWiki;

/// <summary>What the service does in the CRM from a real wiki: articles for new tickets, templates from a category.</summary>
[Collection(Wiki.Tests)]
public sealed class MediaWikiAutomationTests(Wiki wiki) : IAsyncLifetime
{
    private static readonly string[] Topics =
    [
        "Resetting your password", "Two-factor login", "Changing your e-mail address", "Deleting an account", "Invoices and receipts", "Refunds", "Returning a parcel", "Damaged parcels",
        "Delivery times", "Customs duties", "Gift cards", "Discount codes", "Subscriptions", "Cancelling a subscription", "Payment methods", "Declined cards", "Warranty", "Spare parts",
        "Router setup", "Router lights", "Slow connection", "Firmware updates", "Guest network", "Parental controls", "Opening hours", "Contact", "Privacy", "Newsletter", "Referral programme", "Status page",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("wiki-automation-").FullName;
    private readonly HttpClient http = new();
    private SandboxServer crm = null!;
    private CrmClient client = null!;
    private StateStore state = null!;

    private static string Sql => Path.Combine(AppContext.BaseDirectory, "sql");

    public async Task InitializeAsync()
    {
        var empty = Directory.CreateDirectory(Path.Combine(folder, "crm")).FullName;
        crm = await SandboxServer.StartAsync(new SandboxOptions { DataFolder = empty, DeliversWebhooksByItself = false }, CancellationToken.None);
        client = new CrmClient(new CrmAddress { BaseUrl = crm.BaseAddress, ApiKey = crm.ApiKey, SecretToken = crm.SecretToken }, TimeProvider.System);
        state = StateStore.Open(new SqliteState(Path.Combine(folder, "state.db")));
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        client.Dispose();
        await crm.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [SkippableFact]
    public async Task New_tickets_show_the_articles_that_fit_them()
    {
        var settings = wiki.Settings();
        var corner = settings.PagePrefix;
        settings = settings with { PagePrefix = $"{corner}Reports/", Articles = new WikiArticleScope(Prefix: corner) };
        foreach (var topic in Topics)
            wiki.Write($"{corner}{topic}", $"This article explains {topic.ToLowerInvariant()} step by step. {(topic == "Router lights" ? "A red light means that the router is blinking for help." : "")}");
        using var warehouse = WarehouseFile.Open(new DataFolder(Path.Combine(folder, "data")));
        using (var connection = warehouse.Connect())
            new Migrations(Migration.ReadAll(Path.Combine(Sql, "schema"))).Apply(connection, SystemClock.Instance.GetCurrentInstant());
        using var house = new SuggestionHouse(
            new() { KnowledgeBase = "wiki" }, new MediaWikiConnector(settings, http), text => text, warehouse, state, client, Sql, TimeProvider.System, NullLoggerFactory.Instance);
        using var pass = house.OpenPass();
        (await pass.RunAsync(CancellationToken.None)).Away.ShouldBeNull();

        var router = crm.People.OpenTicket("Router blinking", text: "Hello, the red light of my router is blinking since the last firmware update");
        var password = crm.People.OpenTicket("Password reset", text: "I want to reset my password, but the mail never arrives");
        var nothing = crm.People.OpenTicket("Elephants", text: "Do you sell elephants?");
        await LoadTicketsAsync(warehouse);
        var outcome = await pass.RunAsync(CancellationToken.None);
        (outcome.Searched, outcome.Away).ShouldBe((3, null));
        TitlesOn(router)[0].ShouldBe($"{corner}Router lights");
        TitlesOn(router).Count.ShouldBeLessThanOrEqualTo(3);
        TitlesOn(password).ShouldBe([$"{corner}Resetting your password"]);
        TitlesOn(nothing).ShouldBeEmpty();
        (await pass.RunAsync(CancellationToken.None)).Searched.ShouldBe(0);
    }

    [SkippableFact]
    public async Task A_category_of_approved_answers_becomes_templates_and_only_what_changed_moves()
    {
        var settings = wiki.Settings();
        var category = settings.PagePrefix.TrimEnd('/') + " approved";
        foreach (var number in Enumerable.Range(1, 12))
            wiki.Write($"{settings.PagePrefix}Answer {number}", $"Dear customer, answer {number}.\n[[Category:{category}]]");
        wiki.Write($"Category:{category}", "Approved answers.");
        var wanted = new TemplateConfiguration { Source = new() { Category = new() { Connector = "wiki", Name = category } } };
        var target = new PushTarget("wiki", MediaWikiConnector.Type, new MediaWikiConnector(settings, http));
        using var propagation = new TemplatePropagation(wanted, () => ResponseSources.Of(wanted, [target], TimeProvider.System), client, state, Sql, TimeProvider.System, NullLoggerFactory.Instance);
        (await propagation.RunAsync([], CancellationToken.None)).ShouldSatisfyAllConditions(run => run.IsComplete.ShouldBeTrue(), run => run.Summary.Created.ShouldBe(12));
        wiki.Edit($"{settings.PagePrefix}Answer 7", "answer 7", "another answer");
        wiki.Delete($"{settings.PagePrefix}Answer 3");
        (await propagation.RunAsync([], CancellationToken.None)).Summary.ShouldSatisfyAllConditions(
            summary => (summary.Created, summary.Updated, summary.Removed, summary.Unchanged).ShouldBe((0, 1, 1, 10)));
        var bodies = crm.Truth.Records("templates").Select(record => JsonNode.Parse(record)!).Where(template => template["deleted_at"] is null).Select(template => (string)template["body"]!).ToList();
        bodies.Count.ShouldBe(11);
        bodies.ShouldContain("Dear customer, another answer.");
    }

    private async Task LoadTicketsAsync(WarehouseFile warehouse)
    {
        using var run = await Run.BeginAsync(warehouse, "test", TimeProvider.System, CancellationToken.None);
        (await new Extraction(warehouse, client, new ExtractLimits(), TimeProvider.System).RunAsync(run, [Streams.Tickets], CancellationToken.None)).ShouldAllBe(stream => stream.Error == null);
        await run.EndAsync(RunStatus.Done, null);
    }

    private IReadOnlyList<string> TitlesOn(string ticket) =>
        [.. crm.Truth.Records("tickets").Select(record => JsonNode.Parse(record)!).Single(one => (string)one["id"]! == ticket)["articles"]!.AsArray().Select(article => (string)article!["title"]!)];
}
