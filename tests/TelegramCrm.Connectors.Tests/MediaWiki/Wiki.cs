using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using TelegramCrm.Connectors.MediaWiki;
using TelegramCrm.Connectors.Tests.Systems;

namespace TelegramCrm.Connectors.Tests.MediaWiki;

/// <summary>A real MediaWiki, and a person at it: another account than the connector's, and another way to speak with it.</summary>
/// <remarks>It starts with the first use, so that where there is no wiki a test is skipped and not its fixture broken.</remarks>
[CollectionDefinition(Tests)]
public sealed partial class Wiki : ICollectionFixture<Wiki>, IDisposable
{
    /// <summary>The tests that share one wiki.</summary>
    public const string Tests = "MediaWiki";

    private readonly HttpClient http = new();
    private RealSystem? running;
    private Uri? api;
    private string? token;
    private int corners;

    public Uri Api => api ??= new(System["API_URL"]);

    private RealSystem System => running ??= RealSystem.Start("mediawiki");

    /// <summary>Settings with a corner of the wiki that no other test writes to.</summary>
    public MediaWikiSettings Settings() => new(Api, System["USER"], System["PASSWORD"], ["template_usage"]) { PagePrefix = $"Test {++corners}/" };

    /// <summary>The same as a newcomer, who has rate limits.</summary>
    public MediaWikiSettings AsWriter(MediaWikiSettings settings) => settings with { User = System["WRITER_USER"], Password = System["WRITER_PASSWORD"] };

    /// <summary>The same as one who may edit nothing.</summary>
    public MediaWikiSettings AsReader(MediaWikiSettings settings) => settings with { User = System["READER_USER"], Password = System["READER_PASSWORD"] };

    public void Stop() => System.Stop();

    public void StartAgain() => System.StartAgain();

    /// <summary>The page's wikitext; null when there is none.</summary>
    public string? Read(string title) =>
        RevisionsOf(title) is { Count: > 0 } revisions ? revisions[0].GetProperty("slots").GetProperty("main").GetProperty("content").GetString() : null;

    /// <summary>How often the page was saved; 0 when there is none.</summary>
    public int SaveCount(string title) => RevisionsOf(title).Count;

    public IReadOnlyList<string> TagsOf(string title) => [.. RevisionsOf(title)[0].GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!)];

    public void Write(string title, string text) => Act(("action", "edit"), ("title", title), ("text", text));

    public void Edit(string title, string from, string to) => Write(title, Read(title)!.Replace(from, to, StringComparison.Ordinal));

    public void Delete(string title) => Act(("action", "delete"), ("title", title));

    public void Move(string from, string to) => Act(("action", "move"), ("from", from), ("to", to));

    public void Protect(string title) => Act(("action", "protect"), ("title", title), ("protections", "edit=sysop"));

    /// <summary>The cells of the page's tables as a reader sees them.</summary>
    public IReadOnlyList<string> Cells(string title) =>
        [.. Cell().Matches(Html(title)).Select(cell => WebUtility.HtmlDecode(cell.Groups["text"].Value.Replace("<br />", "\n", StringComparison.Ordinal)))];

    /// <summary>The page as it is shown; empty when there is none.</summary>
    public string Html(string title) =>
        Call(("action", "parse"), ("page", title), ("prop", "text")).TryGetProperty("parse", out var parsed) ? parsed.GetProperty("text").GetString()! : "";

    public void Dispose()
    {
        http.Dispose();
        running?.Dispose();
    }

    private List<JsonElement> RevisionsOf(string title) =>
        Call(("action", "query"), ("prop", "revisions"), ("rvslots", "main"), ("rvprop", "ids|content|tags"), ("rvlimit", "20"), ("titles", title))
            .GetProperty("query").GetProperty("pages")[0].TryGetProperty("revisions", out var revisions) ? [.. revisions.EnumerateArray()] : [];

    private void Act(params (string, string)[] act)
    {
        token ??= LogIn();
        var answer = Call([.. act, ("token", token)]);
        Assert.False(answer.TryGetProperty("error", out var error), error.ValueKind == JsonValueKind.Undefined ? "" : error.ToString());
    }

    private string LogIn()
    {
        var login = Call(("action", "query"), ("meta", "tokens"), ("type", "login")).GetProperty("query").GetProperty("tokens").GetProperty("logintoken").GetString()!;
        Call(("action", "login"), ("lgname", System["ADMIN_USER"]), ("lgpassword", System["ADMIN_PASSWORD"]), ("lgtoken", login));
        return Call(("action", "query"), ("meta", "tokens")).GetProperty("query").GetProperty("tokens").GetProperty("csrftoken").GetString()!;
    }

    private JsonElement Call(params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent([new("format", "json"), new("formatversion", "2"), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
        using var request = new HttpRequestMessage(HttpMethod.Post, Api) { Content = form };
        using var answer = http.Send(request);
        using var reader = new StreamReader(answer.Content.ReadAsStream());
        return JsonElement.Parse(reader.ReadToEnd());
    }

    [GeneratedRegex("<td[^>]*>(?<text>.*?)\n?</td>", RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Cell();
}
