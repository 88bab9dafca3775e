using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using NodaTime;
using TelegramCrm.Sync.Crm;
using static TelegramCrm.Sync.Tests.Crm.CrmClientTests;

namespace TelegramCrm.Sync.Tests.Crm;

/// <summary>Whatever comes instead of an answer is asked for again, so that nothing is lost; what never becomes one ends in a sentence.</summary>
public sealed class BrokenAnswerTests
{
    private const string Time = "\"server_time\":\"2026-03-01T12:00:00Z\"";

    private static readonly Dictionary<string, Func<HttpContext, Task>> Answers = new()
    {
        ["cut-off JSON"] = Body(Page[..40]),
        ["JSON and more"] = Body(Page + "]"),
        ["nothing"] = Body(""),
        ["white space"] = Body(" \n "),
        ["null"] = Body("null"),
        ["a list"] = Body("""[{"id":"a"}]"""),
        ["a text"] = Body("\"OK\""),
        ["an error with status 200"] = Body("""{"error":{"code":"x","message":"y"}}"""),
        ["no data"] = Body($$"""{"next_cursor":null,"has_more":false,{{Time}}}"""),
        ["data twice"] = Body($$"""{"data":[{"id":"a"}],"data":[],"next_cursor":null,"has_more":false,{{Time}}}"""),
        ["data that is no list"] = Body($$"""{"data":{"id":"a"},"next_cursor":null,"has_more":false,{{Time}}}"""),
        ["no has_more"] = Body($$"""{"data":[],"next_cursor":null,{{Time}}}"""),
        ["has_more in words"] = Body($$"""{"data":[],"next_cursor":null,"has_more":"no",{{Time}}}"""),
        ["more, but not where"] = Body($$"""{"data":[],"next_cursor":null,"has_more":true,{{Time}}}"""),
        ["more behind an empty cursor"] = Body($$"""{"data":[],"next_cursor":"","has_more":true,{{Time}}}"""),
        ["a cursor that is a number"] = Body($$"""{"data":[],"next_cursor":7,"has_more":true,{{Time}}}"""),
        ["no server_time"] = Body("""{"data":[],"next_cursor":null,"has_more":false}"""),
        ["server_time null"] = Body("""{"data":[],"next_cursor":null,"has_more":false,"server_time":null}"""),
        ["server_time without an offset"] = Body("""{"data":[],"next_cursor":null,"has_more":false,"server_time":"2026-03-01T12:00:00"}"""),
        ["server_time that is a date"] = Body("""{"data":[],"next_cursor":null,"has_more":false,"server_time":"2026-03-01"}"""),
        ["a page of HTML with status 200"] = Body("<!DOCTYPE html><title>Just a moment</title>", "text/html"),
        ["HTML that says it is JSON"] = Body("<html>Bad gateway</html>"),
        ["JSON that says it is HTML"] = Body(Page, "text/html"),
        ["JSON that says nothing"] = Body(Page, type: null),
        ["a page of HTML with status 502"] = Body("<html>Bad gateway</html>", "text/html", 502),
        ["a connection that breaks before the answer"] = context => { context.Abort(); return Task.CompletedTask; },
        ["a connection that breaks within the headers"] = Raw("HTTP/1.1 200 OK\r\nContent-Type: appl"),
        ["a connection that breaks within the body"] = Raw($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{Page.Length:x}\r\n{Page[..40]}"),
        ["a body shorter than it says"] = Raw($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{Page}"),
        ["a body longer than it says"] = Raw($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n{Page}"),
        ["a body that claims to be enormous"] = Raw($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9000000000000\r\n\r\n{Page}"),
        ["no HTTP at all"] = Raw("SSH-2.0-OpenSSH_9.6\r\n"),
        ["gzip that is none"] = Packed(Encoding.UTF8.GetBytes(Page)),
        ["gzip that breaks in the middle"] = Packed(Gzip(Page)[..^20]),
        ["gzip that is wrong in the middle"] = Packed([.. Gzip(Page)[..30], .. new byte[30], .. Gzip(Page)[60..]]),
    };

    public static TheoryData<string> Broken => [.. Answers.Keys];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task An_answer_that_is_none_is_asked_for_again(string what)
    {
        await using var crm = await ScriptedCrm.StartInTurnAsync(Answers[what], Body(Page));
        using var client = new CrmClient(crm.Address, TimeProvider.System);
        using var page = await client.GetPageAsync("tickets", [], CancellationToken.None);
        Assert.True(crm.Requests.Count == 2, what);
        Assert.Equal(2, page.Records.Count);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task What_never_becomes_an_answer_ends_in_a_sentence_that_says_where(string what)
    {
        await using var crm = await ScriptedCrm.StartAsync(Answers[what]);
        using var client = new CrmClient(crm.Address with { MaxRetries = 1 }, TimeProvider.System);
        var fault = await Assert.ThrowsAsync<CrmException>(() => client.GetPageAsync("tickets", [], CancellationToken.None));
        Assert.True(fault.Request!.Fault is RequestFault.BrokenAnswer or RequestFault.Unreachable or RequestFault.ServerError, $"{what}: {fault.Request.Fault}");
        Assert.Matches("^tickets: (the answer|the CRM) .*\\(tried 2 times in [0-9]+ s\\)$", fault.Message);
    }

    [Fact]
    public async Task A_body_that_drips_is_cut_off_and_asked_for_again()
    {
        await using var crm = await ScriptedCrm.StartInTurnAsync(DripAsync, Body(Page));
        using var client = new CrmClient(crm.Address with { TryTimeout = Duration.FromMilliseconds(300) }, TimeProvider.System);
        using var page = await client.GetPageAsync("tickets", [], CancellationToken.None);
        Assert.Equal(2, page.Records.Count);

        static async Task DripAsync(HttpContext context)
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(Page[..20]);
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted); // the rest never comes
        }
    }

    [Fact]
    public async Task An_answer_larger_than_is_taken_is_not_asked_for_again()
    {
        await using var crm = await ScriptedCrm.StartAsync(Body(new string(' ', 70_000) + Page));
        using var client = new CrmClient(crm.Address with { MaxAnswerBytes = 65_536 }, TimeProvider.System);
        var fault = await Assert.ThrowsAsync<CrmException>(() => client.GetPageAsync("tickets", [], CancellationToken.None));
        Assert.Equal("tickets: the answer is larger than 65536 bytes; lower source.pageSize", fault.Message);
        Assert.Single(crm.Requests);
    }

    [Fact]
    public async Task A_small_body_that_unpacks_without_end_is_unpacked_no_further_than_an_answer_may_be_large()
    {
        var bomb = Gzip(new string(' ', 64 * 1024 * 1024));
        Assert.InRange(bomb.Length, 0, 100_000);
        await using var crm = await ScriptedCrm.StartAsync(Packed(bomb));
        using var client = new CrmClient(crm.Address with { MaxAnswerBytes = 1024 * 1024 }, TimeProvider.System);
        var fault = await Assert.ThrowsAsync<CrmException>(() => client.GetPageAsync("tickets", [], CancellationToken.None));
        Assert.Equal(RequestFault.OversizedAnswer, fault.Request!.Fault);
    }

    [Fact]
    public async Task A_workspace_without_a_name_of_its_own_is_no_answer_either()
    {
        await using var crm = await ScriptedCrm.StartInTurnAsync(Body("null"), Body("""{"workspace_id":"w1","name":"x","scopes":[],"server_time":"2026-03-01T12:00:00Z"}"""));
        using var client = new CrmClient(crm.Address, TimeProvider.System);
        Assert.Equal("w1", (await client.GetWorkspaceAsync(CancellationToken.None)).WorkspaceId);
    }

    private static Func<HttpContext, Task> Body(string body, string? type = "application/json", int status = 200) => context => AnswerAsync(context, body, type!, status);

    /// <summary>Writes past the server what no server would write, and ends the connection.</summary>
    private static Func<HttpContext, Task> Raw(string answer) => async context =>
    {
        var connection = context.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport.Output;
        await connection.WriteAsync(Encoding.ASCII.GetBytes(answer));
        await connection.CompleteAsync();
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    };

    private static Func<HttpContext, Task> Packed(byte[] body) => context =>
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.ContentEncoding = "gzip";
        return context.Response.Body.WriteAsync(body).AsTask();
    };

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
