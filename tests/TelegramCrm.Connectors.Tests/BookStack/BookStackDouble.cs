using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TelegramCrm.Connectors.Tests.BookStack;

/// <summary>
/// Answers as BookStack's published API does: its errors, paging, filters and search with tags; ids on top-level elements, rendered HTML beside the stored one, Markdown
/// that is dropped when HTML is saved, and tags that are replaced as a whole.
/// </summary>
internal sealed partial class BookStackDouble : IAsyncDisposable
{
    public const string TokenId = "C6mdvEQTGnebsmVn3sFNeeuelGEBjyQp";
    public const string TokenSecret = "NOvD3VlzuSVuBPNaf1xWHmy7nIRlaj22";
    public const int Book = 3;

    /// <summary>The token, with the same secret, of a user who may only look.</summary>
    public const string ReaderId = "R2adeRQTGnebsmVn3sFNeeuelGEBjyQp";

    private readonly WebApplication server;
    private readonly SortedDictionary<int, DoublePage> pages = [];

    private BookStackDouble(WebApplication server) => this.server = server;

    public Uri Address => new(server.Urls.First());

    /// <summary>Runs once, when a page was saved and before that is answered.</summary>
    public Action<HttpContext>? AfterSave { get; set; }

    public int Requests { get; private set; }

    public IReadOnlyCollection<DoublePage> Pages => pages.Values;

    public static async Task<BookStackDouble> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var bookStack = new BookStackDouble(builder.Build());
        bookStack.Route();
        await bookStack.server.StartAsync();
        return bookStack;
    }

    /// <summary>A page that a person makes.</summary>
    public DoublePage Plant(string name, string html = "", string markdown = "", int book = Book, IReadOnlyList<(string, string)>? tags = null)
    {
        var page = new DoublePage(pages.Keys.LastOrDefault() + 1, name, book) { Tags = [.. tags ?? []] };
        pages.Add(page.Id, page);
        page.Save(html, markdown);
        return page;
    }

    /// <summary>To the recycle bin.</summary>
    public void Delete(int id) => pages.Remove(id);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private void Route()
    {
        server.Use(async (context, next) =>
        {
            Requests++;
            if (context.Request.Headers.Authorization.ToString() is not ($"Token {TokenId}:{TokenSecret}" or $"Token {ReaderId}:{TokenSecret}"))
                await ErrorAsync(context, 401, "The secret provided for the given used API token is incorrect");
            else
                await next(context);
        });
        server.MapGet("/api/books/{id:int}", (HttpContext context, int id) => id == Book ? AnswerAsync(context, new JsonObject { ["id"] = Book, ["name"] = "Support" }) : ErrorAsync(context, 404, "Book not found"));
        server.MapGet("/api/pages", ListAsync);
        server.MapGet("/api/search", SearchAsync);
        server.MapGet("/api/pages/{id:int}", (HttpContext context, int id) => pages.TryGetValue(id, out var page) ? AnswerAsync(context, ToJson(page)) : ErrorAsync(context, 404, "Page not found"));
        server.MapPost("/api/pages", CreateAsync);
        server.MapPut("/api/pages/{id:int}", UpdateAsync);
    }

    private async Task CreateAsync(HttpContext context)
    {
        var body = await BodyAsync(context);
        if (Invalid(body, mustHaveName: true) is { } errors)
            await ErrorAsync(context, 422, "The given data was invalid.", errors);
        else if ((int?)body["book_id"] != Book)
            await ErrorAsync(context, 404, "Book not found");
        else if (IsReader(context))
            await ErrorAsync(context, 403, "You do not have permission to perform the requested action.");
        else
        {
            var page = Plant((string)body["name"]!, (string?)body["html"] ?? "", (string?)body["markdown"] ?? "", Book, TagsIn(body));
            Saved(context);
            await AnswerAsync(context, ToJson(page));
        }
    }

    private async Task UpdateAsync(HttpContext context, int id)
    {
        var body = await BodyAsync(context);
        if (!pages.TryGetValue(id, out var page))
            await ErrorAsync(context, 404, "Page not found");
        else if (Invalid(body, mustHaveName: false) is { } errors)
            await ErrorAsync(context, 422, "The given data was invalid.", errors);
        else if (IsReader(context))
            await ErrorAsync(context, 403, "You do not have permission to perform the requested action.");
        else if (body["chapter_id"] is not null)
            await ErrorAsync(context, 404, "Chapter not found"); // there are none here; rights are looked at before
        else
        {
            page.Save((string?)body["html"] ?? "", (string?)body["markdown"] ?? "");
            if (body["tags"] is not null)
                page.Tags = TagsIn(body);
            Saved(context);
            await AnswerAsync(context, ToJson(page));
        }
    }

    private Task ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var count = Math.Clamp(Number(query["count"], 100), 1, 500);
        var found = pages.Values.Where(page => page.Id > Number(query["filter[id:gt]"], 0) && (query["filter[book_id]"] is not [{ } book] || page.Book == Number(book, 0))).ToList();
        return AnswerAsync(context, new JsonObject { ["data"] = new JsonArray([.. found.Take(Math.Min(count, PageLimit)).Select(ToListed)]), ["total"] = found.Count });
    }

    /// <summary>What an administrator may set: how many entries a listing has at most.</summary>
    public int PageLimit { get; set; } = 500;

    private Task SearchAsync(HttpContext context)
    {
        var query = context.Request.Query["query"].ToString();
        var tags = TagTerm().Matches(query).Select(match => match.Groups["tag"].Value.Split('=', 2)).ToList();
        var words = Term().Replace(query, "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var found = pages.Values
            .Where(page => tags.TrueForAll(tag => page.Tags.Exists(one => one.Name == tag[0] && (tag.Length == 1 || one.Value == tag[1]))))
            .Select(page => (Page: page, Score: words.Sum(word => (Has(page.Name, word) ? 3 : 0) + (Has(page.Text, word) ? 1 : 0))))
            .Where(hit => words.Length == 0 || hit.Score > 0).OrderByDescending(hit => hit.Score).Select(hit => hit.Page).ToList();
        const int pageSize = 2; // the count asked for is only a suggestion
        var hits = found.Skip((Number(context.Request.Query["page"], 1) - 1) * pageSize).Take(words.Length > 0 ? 100 : pageSize).Select(ToHit);
        var chapter = new JsonObject { ["id"] = 1, ["type"] = "chapter", ["name"] = "A chapter", ["tags"] = new JsonArray() };
        return AnswerAsync(context, new JsonObject { ["data"] = new JsonArray([.. hits, .. words.Length > 0 ? (JsonNode[])[chapter] : []]), ["total"] = found.Count });
    }

    private static bool IsReader(HttpContext context) => context.Request.Headers.Authorization.ToString().Contains(ReaderId, StringComparison.Ordinal);

    private void Saved(HttpContext context)
    {
        var after = AfterSave;
        AfterSave = null;
        after?.Invoke(context);
    }

    private JsonObject ToJson(DoublePage page)
    {
        var json = ToListed(page);
        json["html"] = Include().Replace(Script().Replace(page.Html, ""), match => pages.TryGetValue(Number(match.Groups["id"].Value, 0), out var other) ? other.Html : "");
        json["raw_html"] = page.Html;
        json["markdown"] = page.Markdown;
        json["tags"] = TagsOf(page);
        return json;
    }

    private static JsonObject ToHit(DoublePage page)
    {
        var json = ToListed(page);
        json["type"] = "page";
        json["tags"] = TagsOf(page);
        return json;
    }

    private static JsonObject ToListed(DoublePage page) => new()
    {
        ["id"] = page.Id,
        ["book_id"] = page.Book,
        ["name"] = page.Name,
        ["slug"] = page.Name.ToLowerInvariant().Replace(' ', '-'),
        ["draft"] = page.IsDraft,
        ["template"] = false,
        ["revision_count"] = page.SaveCount,
    };

    private static JsonArray TagsOf(DoublePage page) => new([.. page.Tags.Select(tag => new JsonObject { ["name"] = tag.Name, ["value"] = tag.Value })]);

    private static List<(string Name, string Value)> TagsIn(JsonNode body) => [.. (body["tags"] as JsonArray ?? []).Select(tag => ((string)tag!["name"]!, (string)tag["value"]!))];

    private static JsonObject? Invalid(JsonNode body, bool mustHaveName)
    {
        if ((mustHaveName && string.IsNullOrEmpty((string?)body["name"])) || ((string?)body["name"])?.Length > 255)
            return new JsonObject { ["name"] = new JsonArray("The name may not be greater than 255 characters.") };
        return mustHaveName && (string?)body["html"] is null && (string?)body["markdown"] is null ? new JsonObject { ["html"] = new JsonArray("The html field is required when markdown is not present.") } : null;
    }

    private static async Task<JsonNode> BodyAsync(HttpContext context) => (await JsonNode.ParseAsync(context.Request.Body))!;

    private static Task AnswerAsync(HttpContext context, JsonNode answer)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer.ToJsonString());
    }

    private static Task ErrorAsync(HttpContext context, int status, string message, JsonObject? validation = null)
    {
        context.Response.StatusCode = status;
        var error = new JsonObject { ["code"] = status, ["message"] = message };
        if (validation is not null)
            error["validation"] = validation;
        return AnswerAsync(context, new JsonObject { ["error"] = error });
    }

    private static int Number(string? text, int otherwise) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\[(?<tag>.*?)\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TagTerm();

    [GeneratedRegex(@"\[.*?\]|\{.*?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Term();

    [GeneratedRegex(@"\{\{@\s?(?<id>[0-9]+).*?\}\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Include();

    [GeneratedRegex("<script.*?</script>", RegexOptions.Singleline, 1000)]
    private static partial Regex Script();
}
