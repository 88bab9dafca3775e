using System.Text.Json;
using TelegramCrm.Connectors.MediaWiki;

namespace TelegramCrm.Connectors.Tests.MediaWiki;

/// <summary>The contract of all connectors, on the real system.</summary>
public sealed class MediaWikiContractTests : ConnectorContract, IClassFixture<Wiki>, IDisposable
{
    private readonly Wiki wiki;
    private readonly MediaWikiSettings settings;
    private readonly HttpClient http = new();

    public MediaWikiContractTests(Wiki wiki)
    {
        this.wiki = wiki;
        settings = wiki.Settings();
        Connector = new MediaWikiConnector(settings, http);
    }

    protected override IConnector Connector { get; }

    public void Dispose() => http.Dispose();

    protected override IReadOnlyDictionary<string, JsonElement> Fields(string subject) =>
        new Dictionary<string, JsonElement> { ["rows"] = JsonSerializer.SerializeToElement(new[] { new { Subject = subject } }) };

    // 2 MiB is the longest page that the wiki takes.
    protected override PushRecord Unacceptable(ExternalKey key) => new(key, Fields(new string('x', 2_200_000)));

    protected override IReadOnlyList<string> SubjectsInTarget(ExternalKey key) => wiki.Cells(settings.PagePrefix + key.Value);

    // A line break is a line break on a page, however it was sent.
    protected override string AsHeld(string subject) => subject.Replace("\r\n", "\n", StringComparison.Ordinal);

    protected override void PlantTwins(ExternalKey key) => wiki.Write(settings.PagePrefix + key.Value, string.Concat(Enumerable.Repeat("""
        <!-- tgcrm:template_usage begin -->
        one
        <!-- tgcrm:template_usage end -->

        """, 2)));
}
