using System.Net;
using System.Text;
using Shouldly;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Propagation.Sources;

namespace TelegramCrm.Sync.Tests.Propagation;

public sealed class JsonListTests
{
    private static readonly Uri Address = new("https://answers.example.com/api/list?status=approved");

    [Fact]
    public async Task Fields_are_taken_from_where_the_mapping_says_page_by_page()
    {
        var list = new TemplateList
        {
            Url = Address,
            Token = new Secret("${ENV:TOKEN}", "s3cret"),
            Items = "/data/items",
            NextPage = "/links/next",
            Fields = new() { ExternalId = "/slug", Title = "/texts/0/head", Body = "/texts/0/plain~1text", Language = "/lang", Tags = "/labels", ArticleId = "/kb" },
        };
        var asked = new List<string>();
        var reading = await ReadAsync(list, request =>
        {
            asked.Add($"{request.RequestUri} {request.Headers.Authorization}");
            return request.RequestUri!.Query.Contains("page=2", StringComparison.Ordinal)
                ? """{"data": {"items": [{"slug": 2, "texts": [{"head": "Two", "plain/text": "second"}]}, {"slug": "x", "texts": [{"head": 5, "plain/text": []}]}, {"texts": []}]}, "links": {"next": null}}"""
                : """{"data": {"items": [{"slug": "one", "lang": "de", "kb": "KB-1", "labels": ["b", "a"], "texts": [{"head": "One", "plain/text": "first"}]}]}, "links": {"next": "list?page=2"}}""";
        });
        reading.Responses.Select(response => (response.ExternalId, response.Title, response.Body, response.Locale, response.ArticleId, string.Join(",", response.Tags)))
            .ShouldBe([("one", "One", "first", "de", "KB-1", "a,b"), ("2", "Two", "second", "en", null, "")]);
        reading.Bad.Select(bad => bad.Reason).ShouldBe(["/texts/0/plain~1text is no text", "has no external id"]);
        asked.ShouldBe(["https://answers.example.com/api/list?status=approved Bearer s3cret", "https://answers.example.com/api/list?page=2 Bearer s3cret"]);
    }

    [Theory]
    [InlineData("""{"items": []}""", "no array")]
    [InlineData("<html>", "invalid start")]
    [InlineData("""[]{""", "Expected end of data")]
    public async Task What_is_no_such_list_is_unreadable_and_not_empty(string answer, string why) =>
        (await Should.ThrowAsync<SourceUnreadableException>(() => ReadAsync(new() { Url = Address }, _ => answer))).Message.ShouldContain(why, Case.Insensitive);

    [Theory]
    [InlineData("https://elsewhere.example.com/list")]
    [InlineData("http://answers.example.com/api/list")]
    public async Task A_next_page_on_another_server_is_not_followed(string next) => (await Should.ThrowAsync<SourceUnreadableException>(() => ReadAsync(
        new() { Url = Address, Items = "/items", NextPage = "/next" }, _ => $$"""{"items": [], "next": "{{next}}"}"""))).Message.ShouldContain("another server");

    [Fact]
    public async Task Pages_that_lead_in_a_circle_end() => (await Should.ThrowAsync<SourceUnreadableException>(() => ReadAsync(
        new() { Url = Address, Items = "/items", NextPage = "/next" }, _ => """{"items": [], "next": "/api/list?page=2"}"""))).Message.ShouldContain("circle");

    [Fact]
    public async Task An_error_names_no_secret() => (await Should.ThrowAsync<SourceUnreadableException>(() => ReadAsync(
        new() { Url = Address, Token = new Secret("${ENV:TOKEN}", "s3cret") }, _ => throw new HttpRequestException("no s3cret here")))).Message.ShouldBe(
        "https://answers.example.com/api/list: no ${ENV:TOKEN} here; nothing was sent to the CRM");

    private static async Task<SourceReading> ReadAsync(TemplateList list, Func<HttpRequestMessage, string> answer)
    {
        using var http = new HttpClient(new Wire(answer));
        return await new JsonList(http, list, new() { Source = new() { List = list } }).ReadAsync(CancellationToken.None);
    }

    private sealed class Wire(Func<HttpRequestMessage, string> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer(request), Encoding.UTF8, "application/json") });
    }
}
