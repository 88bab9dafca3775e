using Shouldly;
using TelegramCrm.Connectors.MediaWiki;

namespace TelegramCrm.Connectors.Tests.MediaWiki;

/// <summary>The pages of a category of a real wiki, as texts that are kept elsewhere too.</summary>
[Collection(Wiki.Tests)]
public sealed class MediaWikiDocumentTests(Wiki wiki) : IDisposable
{
    private readonly HttpClient http = new();
    private readonly MediaWikiSettings settings = wiki.Settings();

    public void Dispose() => http.Dispose();

    [SkippableFact]
    public async Task Pages_of_a_category_come_with_what_the_wiki_would_include_of_them_and_with_their_revision()
    {
        var category = settings.PagePrefix.TrimEnd('/') + " answers";
        wiki.Write($"Category:{category}", "Approved answers.");
        wiki.Write($"{settings.PagePrefix}Greeting", $"<noinclude>For agents: be kind.</noinclude>Dear customer,\n\nwelcome.<!-- nobody sees this -->\n[[Category:{category}]]");
        wiki.Write($"{settings.PagePrefix}Delay", $"Notes.\n<onlyinclude>We are late.</onlyinclude>\n[[Category:{category}]]");
        wiki.Write($"{settings.PagePrefix}Other", "in no category");
        var documents = await ListAsync(category);
        documents.Select(document => (document.Title, document.Text, document.Language)).Order().ShouldBe(
            [($"{settings.PagePrefix}Delay", "We are late.", "en"), ($"{settings.PagePrefix}Greeting", "Dear customer,\n\nwelcome.", "en")]);

        var before = documents.Single(document => document.Title.EndsWith("Delay", StringComparison.Ordinal));
        wiki.Edit(before.Title, "late", "very late");
        wiki.Move(before.Title, $"{settings.PagePrefix}Lateness");
        var after = (await ListAsync(category)).Single(document => document.Id == before.Id);
        (after.Title, after.Text).ShouldBe(($"{settings.PagePrefix}Lateness", "We are very late."));
        after.Revision.ShouldNotBe(before.Revision);
    }

    [SkippableFact]
    public async Task More_pages_than_one_answer_holds_come_all()
    {
        var category = settings.PagePrefix.TrimEnd('/') + " many";
        foreach (var number in Enumerable.Range(1, 55))
            wiki.Write($"{settings.PagePrefix}Answer {number:00}", $"text {number} [[Category:{category}]]");
        (await ListAsync(category)).Select(document => document.Id).Distinct().Count().ShouldBe(55);
    }

    [SkippableFact]
    public async Task A_category_that_nobody_made_is_a_mistake_and_not_an_empty_one() =>
        (await Should.ThrowAsync<ConnectorSettingsException>(async () => await ListAsync("No such category"))).Message.ShouldContain("No such category");

    private async Task<IReadOnlyList<SourceDocument>> ListAsync(string category) => await new MediaWikiConnector(settings, http).ListDocumentsAsync(category, default).ToListAsync();
}
