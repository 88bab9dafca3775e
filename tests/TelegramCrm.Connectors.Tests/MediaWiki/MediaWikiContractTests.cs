using System.Text.Json;
using TelegramCrm.Connectors.MediaWiki;

namespace TelegramCrm.Connectors.Tests.MediaWiki;

/// <summary>The contract of all connectors, on the real system.</summary>
[Collection(Wiki.Tests)]
public sealed class MediaWikiContractTests(Wiki wiki) : HttpConnectorContract
{
    private readonly MediaWikiSettings settings = wiki.Settings();

    protected override IConnector Connect(HttpClient http, string? secret = null) => new MediaWikiConnector(secret is null ? settings : settings with { Password = secret }, http);

    protected override IConnector ConnectAsReader(HttpClient http) => new MediaWikiConnector(wiki.AsReader(settings), http);

    protected override IReadOnlyDictionary<string, JsonElement> Fields(string subject) =>
        new Dictionary<string, JsonElement> { ["rows"] = JsonSerializer.SerializeToElement(new[] { new { Subject = subject } }) };

    // 2 MiB is the longest page that the wiki takes.
    protected override PushRecord Unacceptable(ExternalKey key) => new(key, Fields(new string('x', 2_200_000)));

    protected override IReadOnlyList<string> SubjectsInTarget(ExternalKey key) => wiki.Cells(TitleOf(key));

    // A line break is a line break on a page, however it was sent.
    protected override string InTarget(string subject) => subject.Replace("\r\n", "\n", StringComparison.Ordinal);

    protected override void PlantTwins(ExternalKey key) => wiki.Write(TitleOf(key), string.Concat(Enumerable.Repeat("""
        <!-- tgcrm:template_usage begin -->
        one
        <!-- tgcrm:template_usage end -->

        """, 2)));

    protected override void EditInTarget(ExternalKey key, string subject) => wiki.Edit(TitleOf(key), "| printer", $"| {subject}");

    protected override void DeleteInTarget(ExternalKey key) => wiki.Delete(TitleOf(key));

    private string TitleOf(ExternalKey key) => settings.PagePrefix + key.Value.Replace('#', '＃').Replace('_', '＿').Replace('%', '％');
}
