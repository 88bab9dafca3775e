using System.Net;
using Microsoft.AspNetCore.Http;
using TelegramCrm.Sync.Crm;

namespace TelegramCrm.Sync.Tests.Crm;

public sealed class CrmClientTests
{
    private const string Page = """{"data":[{"id":"a"},{"id":"b"}],"next_cursor":"n","has_more":true,"server_time":"2026-03-01T12:00:00Z","new_key":1}""";

    [Fact]
    public async Task A_page_is_taken_apart_and_its_records_stay_bytes()
    {
        await using var crm = await ScriptedCrm.StartAsync(context => AnswerAsync(context, Page));
        using var client = new CrmClient(crm.Address, TimeProvider.System);
        var page = await client.GetPageAsync("tickets", [], CancellationToken.None);
        Assert.Equal(["""{"id":"a"}""", """{"id":"b"}"""], page.Records.Select(range => System.Text.Encoding.UTF8.GetString(page.Bytes[range].Span)));
        Assert.Equal(("n", true), (page.NextCursor, page.HasMore));
    }

    [Fact]
    public async Task Both_credentials_are_sent_as_headers_and_never_in_the_address()
    {
        string? key = null, token = null;
        await using var crm = await ScriptedCrm.StartAsync(context =>
        {
            (key, token) = (context.Request.Headers["X-Api-Key"], context.Request.Headers.Authorization);
            return AnswerAsync(context, Page);
        });
        using var client = new CrmClient(crm.Address, TimeProvider.System);
        await client.GetPageAsync("tickets", [new("cursor", "a/b c+d")], CancellationToken.None);
        Assert.Equal(("key-of-the-test", "Bearer token-of-the-test"), (key, token));
        Assert.Equal("/api/v1/tickets?cursor=a%2Fb%20c%2Bd", crm.Requests.Single());
    }

    [Theory]
    [InlineData("{\"data\":[{\"id\":\"a\"}", "application/json")]
    [InlineData("<html>Bad gateway</html>", "text/html")]
    [InlineData("<html>Bad gateway</html>", "application/json")]
    [InlineData("", "application/json")]
    public async Task A_success_that_is_no_whole_JSON_is_asked_for_again(string broken, string type)
    {
        var answers = 0;
        await using var crm = await ScriptedCrm.StartAsync(context => AnswerAsync(context, ++answers == 1 ? broken : Page, answers == 1 ? type : "application/json"));
        using var client = new CrmClient(crm.Address, TimeProvider.System);
        Assert.Equal(2, (await client.GetPageAsync("tickets", [], CancellationToken.None)).Records.Count);
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_asked_for_again()
    {
        var answers = 0;
        await using var crm = await ScriptedCrm.StartAsync(async context =>
        {
            if (++answers > 1)
            {
                await AnswerAsync(context, Page);
                return;
            }
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = Page.Length;
            await context.Response.WriteAsync(Page[..40]);
            context.Abort();
        });
        using var client = new CrmClient(crm.Address, TimeProvider.System);
        Assert.Equal(2, (await client.GetPageAsync("tickets", [], CancellationToken.None)).Records.Count);
    }

    [Fact]
    public async Task Gzip_that_breaks_is_asked_for_again()
    {
        var answers = 0;
        await using var crm = await ScriptedCrm.StartAsync(context =>
        {
            if (++answers == 1)
                context.Response.Headers.ContentEncoding = "gzip";
            return AnswerAsync(context, Page);
        });
        using var client = new CrmClient(crm.Address, TimeProvider.System);
        Assert.Equal(2, (await client.GetPageAsync("tickets", [], CancellationToken.None)).Records.Count);
    }

    [Fact]
    public async Task After_the_last_try_the_error_says_where_and_carries_the_request_id()
    {
        await using var crm = await ScriptedCrm.StartAsync(context => AnswerAsync(context, """{"error":{"code":"down","message":"try later","request_id":"req-9"}}""", status: 503));
        using var client = new CrmClient(crm.Address, TimeProvider.System);
        var fault = await Assert.ThrowsAsync<CrmException>(() => client.GetPageAsync("tickets", [], CancellationToken.None));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "req-9"), (fault.Status, fault.RequestId));
        Assert.Equal("tickets: the CRM answered 503: try later (tried 3 times in 1 s)", fault.Message);
        Assert.Equal(3, crm.Requests.Count);
    }

    [Fact]
    public async Task Wrong_credentials_are_not_tried_again_and_the_error_names_the_remedy_and_not_the_secret()
    {
        await using var crm = await ScriptedCrm.StartAsync(context => AnswerAsync(context, """{"error":{"code":"unauthorized","message":"no"}}""", status: 401));
        using var client = new CrmClient(crm.Address, TimeProvider.System);
        var fault = await Assert.ThrowsAsync<CrmException>(() => client.GetWorkspaceAsync(CancellationToken.None));
        Assert.Single(crm.Requests);
        Assert.Contains("source.apiKey", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("of-the-test", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_429_is_obeyed_in_full_and_then_asked_again()
    {
        var time = new ObservedTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var crm = await ScriptedCrm.StartAsync(context =>
        {
            if (time.GetUtcNow() - time.Start >= TimeSpan.FromSeconds(400)) return AnswerAsync(context, Page);
            context.Response.Headers.RetryAfter = "400";
            return AnswerAsync(context, """{"error":{"code":"rate_limited","message":"slow down"}}""", status: 429);
        });
        using var client = new CrmClient(crm.Address, time);
        var page = client.GetPageAsync("tickets", [], CancellationToken.None);
        await time.UntilSomebodyWaitsAsync(TimeSpan.FromSeconds(400));
        time.Advance(TimeSpan.FromSeconds(399));
        Assert.Single(crm.Requests);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, (await page).Records.Count);
        Assert.Equal(2, crm.Requests.Count);
    }

    private static Task AnswerAsync(HttpContext context, string body, string type = "application/json", int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(body);
    }
}
