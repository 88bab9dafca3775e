using System.Net;
using Microsoft.AspNetCore.Http;
using TelegramCrm.Sync.Crm;

namespace TelegramCrm.Sync.Tests.Crm;

public sealed class CrmClientTests
{
    internal const string Page = """{"data":[{"id":"a"},{"id":"b"}],"next_cursor":"n","has_more":true,"server_time":"2026-03-01T12:00:00Z","new_key":1}""";

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
    public async Task A_record_nested_without_end_is_a_record_like_others_to_its_page()
    {
        var deep = $$"""{"id":"a","x":{{new string('[', 100_000)}}{{new string(']', 100_000)}}}""";
        await using var crm = await ScriptedCrm.StartAsync(context => AnswerAsync(context, Page.Replace("{\"id\":\"a\"}", deep, StringComparison.Ordinal)));
        using var client = new CrmClient(crm.Address, TimeProvider.System);
        using var page = await client.GetPageAsync("tickets", [], CancellationToken.None);
        Assert.Equal([deep.Length, 10], page.Records.Select(record => record.End.Value - record.Start.Value));
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

    [Fact]
    public async Task After_the_last_try_the_error_says_where_and_carries_the_request_id()
    {
        await using var crm = await ScriptedCrm.StartAsync(context => AnswerAsync(context, """{"error":{"code":"down","message":"try later","request_id":"req-9"}}""", status: 503));
        using var client = new CrmClient(crm.Address, TimeProvider.System);
        var fault = await Assert.ThrowsAsync<CrmException>(() => client.GetPageAsync("tickets", [], CancellationToken.None));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "req-9"), (fault.Status, fault.RequestId));
        Assert.Matches("^tickets: the CRM answered 503: try later \\(tried 3 times in [0-9]+ s\\)$", fault.Message);
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

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed_so_that_the_credentials_stay_here(int status)
    {
        await using var elsewhere = await ScriptedCrm.StartAsync(context => AnswerAsync(context, Page));
        await using var crm = await ScriptedCrm.StartAsync(context =>
        {
            context.Response.Headers.Location = elsewhere.Address.BaseUrl + "/tickets?token=secret";
            return AnswerAsync(context, "", status: status);
        });
        using var client = new CrmClient(crm.Address, TimeProvider.System);
        var fault = await Assert.ThrowsAsync<CrmException>(() => client.GetPageAsync("tickets", [], CancellationToken.None));
        Assert.Empty(elsewhere.Requests);
        Assert.Single(crm.Requests);
        Assert.Contains($"it points to {elsewhere.Address.BaseUrl.GetLeftPart(UriPartial.Authority)}, and the credentials are not sent there", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "refused")]
    [InlineData(401, "refused")]
    [InlineData(403, "refused")]
    [InlineData(404, "refused")]
    [InlineData(409, "refused")]
    [InlineData(408, "server_error")]
    [InlineData(502, "server_error")]
    public async Task A_request_that_is_given_up_says_all_that_there_is_to_know_of_it(int status, string fault)
    {
        await using var crm = await ScriptedCrm.StartAsync(context =>
        {
            context.Response.Headers["X-Request-Id"] = "req-7";
            return AnswerAsync(context, "<html>", "text/html", status);
        });
        using var client = new CrmClient(crm.Address, TimeProvider.System);
        var given = (await Assert.ThrowsAsync<CrmException>(() => client.GetPageAsync("tickets/T1/messages", [new("cursor", "c1")], CancellationToken.None))).Request!;
        Assert.Equal(("GET", "tickets/T1/messages", (HttpStatusCode)status, fault, "req-7"), (given.Method, given.Path, given.Status!.Value, given.Fault, given.RequestId));
        Assert.Equal(fault == "refused" ? 1 : 3, given.Tries);
        Assert.True(given.FirstTriedAt <= given.LastTriedAt);
    }

    [Fact]
    public async Task A_CRM_that_repeats_the_credentials_it_refuses_does_not_bring_them_into_the_log()
    {
        await using var crm = await ScriptedCrm.StartAsync(context => AnswerAsync(context, """{"error":{"code":"x","message":"no such key: key-of-the-test"}}""", status: 401));
        using var client = new CrmClient(crm.Address, TimeProvider.System);
        var fault = await Assert.ThrowsAsync<CrmException>(() => client.GetWorkspaceAsync(CancellationToken.None));
        Assert.StartsWith("me: the CRM answered 401: no such key: ***; check source.apiKey", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_is_a_fault_that_names_the_address_and_no_cursor()
    {
        var crm = await ScriptedCrm.StartAsync(context => AnswerAsync(context, Page));
        var address = crm.Address;
        await crm.DisposeAsync();
        using var client = new CrmClient(address, TimeProvider.System);
        var fault = await Assert.ThrowsAsync<CrmException>(() => client.GetPageAsync("tickets", [new("cursor", "secret-cursor")], CancellationToken.None));
        Assert.Equal(("unreachable", 3), (fault.Request!.Fault, fault.Request.Tries));
        Assert.StartsWith($"tickets: the CRM at {address.BaseUrl} could not be reached: ", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-cursor", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_stops_gets_no_fault_but_the_end_that_was_asked_for()
    {
        var asked = new TaskCompletionSource();
        await using var crm = await ScriptedCrm.StartAsync(context =>
        {
            asked.TrySetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var client = new CrmClient(crm.Address, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var page = client.GetPageAsync("tickets", [], stop.Token);
        await asked.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => page);
    }

    [Fact]
    public async Task What_the_answers_say_of_the_limit_can_be_asked_for()
    {
        await using var crm = await ScriptedCrm.StartAsync(context =>
        {
            context.Response.Headers["X-RateLimit-Limit"] = "6000";
            context.Response.Headers["X-RateLimit-Remaining"] = "5990";
            context.Response.Headers["X-RateLimit-Reset"] = $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 60}";
            return AnswerAsync(context, Page);
        });
        using var client = new CrmClient(crm.Address, TimeProvider.System);
        Assert.Null(client.Budgets[EndpointCategory.Agents].Limit);
        await client.GetPageAsync("queues", [], CancellationToken.None);
        Assert.Equal((6000, 5990), (client.Budgets[EndpointCategory.Agents].Limit, client.Budgets[EndpointCategory.Agents].Remaining));
        Assert.NotNull(client.Budgets[EndpointCategory.Agents].ResetsAt);
        Assert.Equal(new BudgetStanding(null, null, null), client.Budgets[EndpointCategory.Tickets]);
    }

    internal static Task AnswerAsync(HttpContext context, string body, string type = "application/json", int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(body);
    }
}
