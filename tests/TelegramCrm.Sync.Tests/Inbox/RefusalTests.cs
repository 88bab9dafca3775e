using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using NodaTime;
using TelegramCrm.Sync.Inbox;
using TelegramCrm.Sync.State;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Inbox;

/// <summary>Whatever is turned away: with which status and under which name it is counted, that nothing of it is stored, and nothing said back.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private const string Told = "what a customer wrote";

    private readonly Mailroom mailroom = new(file => new SqliteState(file));

    private static string Body => Mailroom.Delivery("d1", $"\"ticket\":{Ticket("t1", Noon, subject: Told)}");

    public static TheoryData<string, HttpStatusCode, string, Action<HttpRequestMessage>> Requests => new()
    {
        { Body, HttpStatusCode.Unauthorized, "unsigned", request => request.Headers.Remove(Mailroom.SignatureHeader) },
        { Body, HttpStatusCode.Unauthorized, "forged", request => Replace(request, Mailroom.SignatureHeader, Mailroom.Sign(Body, "the secret of somebody else")) },
        { Body, HttpStatusCode.Unauthorized, "forged", request => request.Content = Json(Encoding.UTF8.GetBytes(Body.Replace(Told, "something else", StringComparison.Ordinal))) },
        { Body, HttpStatusCode.Unauthorized, "stale", request => Replace(request, Mailroom.TimestampHeader, "1772366099") },
        { Body, HttpStatusCode.UnsupportedMediaType, "content_type", request => request.Content!.Headers.ContentType = new("application/x-www-form-urlencoded") },
        { Body, HttpStatusCode.UnsupportedMediaType, "content_type", request => request.Content!.Headers.ContentType = null },
        { Body, HttpStatusCode.UnsupportedMediaType, "content_encoding", request => request.Content = Packed(Body) },
        { Body.PadRight(3 * 1024 * 1024), HttpStatusCode.RequestEntityTooLarge, "too_large", _ => { } },
        { Body.PadRight(3 * 1024 * 1024), HttpStatusCode.RequestEntityTooLarge, "too_large", request => request.Headers.TransferEncodingChunked = true },
        { $"{Body}}}", HttpStatusCode.BadRequest, "malformed", _ => { } },
        { $"[{Body}]", HttpStatusCode.BadRequest, "malformed", _ => { } },
        { Body.Replace("\"id\":\"d1\",", "", StringComparison.Ordinal), HttpStatusCode.BadRequest, "no_delivery", _ => { } },
        { Body.Replace("\"w1\"", "\"w2\"", StringComparison.Ordinal), HttpStatusCode.BadRequest, "other_workspace", _ => { } },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_bad_request_is_named_and_counted_and_neither_stored_nor_echoed(string body, HttpStatusCode status, string code, Action<HttpRequestMessage> change)
    {
        using var answer = await mailroom.PostAsync(body, change: change);
        Assert.Equal((status, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.DoesNotContain(Told, answer.Headers.ToString(), StringComparison.Ordinal);
        Assert.Equal([new(code, 1)], Flow().Refused);
        Assert.Equal(0, mailroom.Store.Waiting);
    }

    [Fact]
    public async Task A_compressed_body_is_refused_although_the_packed_bytes_are_signed()
    {
        var packed = await Packed(Body).ReadAsByteArrayAsync();
        var signature = "sha256=" + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(Mailroom.NewSecret), packed));
        using var answer = await mailroom.PostAsync(Body, change: request =>
        {
            request.Content = Packed(Body);
            Replace(request, Mailroom.SignatureHeader, signature);
        });
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Fact]
    public async Task A_chunked_body_is_taken()
    {
        using var answer = await mailroom.PostAsync(Body, change: request => request.Headers.TransferEncodingChunked = true);
        Assert.Equal((HttpStatusCode.Accepted, 1), (answer.StatusCode, Flow().Stored));
    }

    [Fact]
    public async Task A_badly_chunked_body_is_refused()
    {
        Assert.StartsWith("HTTP/1.1 400", await TalkAsync("Transfer-Encoding: chunked\r\n\r\nxyz\r\n"), StringComparison.Ordinal);
        Assert.Equal([new("broken_body", 1)], Flow().Refused);
    }

    [Fact]
    public async Task Headers_that_do_not_come_to_an_end_close_the_connection()
    {
        mailroom.Limits = new InboxLimits { HeaderTimeout = Duration.FromMilliseconds(1) };
        await mailroom.RestartAsync();
        var answer = await TalkAsync("X-Slow: "); // the server gives up by its own clock
        Assert.True(answer is null || answer.StartsWith("HTTP/1.1 408", StringComparison.Ordinal), answer);
    }

    [Fact]
    public async Task A_replayed_delivery_is_accepted_counted_and_applied_once()
    {
        for (var time = 1; time <= 3; time++)
            (await mailroom.PostAsync(Body)).Dispose();
        Assert.Equal((1, 2, 1), (Flow().Stored, Flow().Repeated, (await mailroom.DrainAsync()).Applied));
        Assert.Equal((1, 1.0), (Flow().Applied, Flow().DeliverySuccess));
    }

    [Fact]
    public async Task A_recording_of_a_delivery_is_refused_once_it_is_old()
    {
        (await mailroom.PostAsync(Body)).Dispose();
        var then = mailroom.Time.GetUtcNow().ToUnixTimeSeconds();
        mailroom.Time.Advance(TimeSpan.FromMinutes(6));
        using var answer = await mailroom.PostAsync(Body, change: request => Replace(request, Mailroom.TimestampHeader, $"{then}"));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Events_of_types_that_nobody_knows_are_kept_and_listed_and_are_no_errors()
    {
        foreach (var (id, type) in new[] { ("d1", "ticket.exploded"), ("d2", "ticket.exploded"), ("d3", "moon.full") })
            (await mailroom.DeliverAsync(id, "\"mystery\":{\"id\":\"x\"}", type)).EnsureSuccessStatusCode().Dispose();
        var outcome = await mailroom.DrainAsync();
        Assert.Equal((3, 0), (outcome.Unrecognized, outcome.Dead));
        Assert.Equal([new("moon.full", 1, Noon), new("ticket.exploded", 2, Noon)], mailroom.Store.UnrecognizedTypes().OrderBy(type => type.Type, StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_turned_away_for_our_sake_lowers_the_success_of_deliveries_and_what_is_forged_does_not()
    {
        (await mailroom.PostAsync(Body)).Dispose();
        (await mailroom.PostAsync(Body, "the secret of somebody else")).Dispose();
        Assert.Equal(1.0, Flow().DeliverySuccess);
        await mailroom.CloseWriterAsync();
        (await mailroom.DeliverAsync("d2", $"\"ticket\":{Ticket("t2", Noon)}")).Dispose();
        Assert.Equal((0.5, 2.0 / 3), (Flow().DeliverySuccess, Flow().RefusedShare));
    }

    private InboxFlow Flow() => mailroom.Store.Traffic.Over(Duration.FromMinutes(5), mailroom.Now);

    /// <summary>The first line of the answer; null when the connection was closed without one.</summary>
    private async Task<string?> TalkAsync(string rest)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, mailroom.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /webhooks/crm HTTP/1.1\r\nHost: crm\r\nContent-Type: application/json\r\n{rest}"));
        return await new StreamReader(stream, Encoding.ASCII).ReadLineAsync();
    }

    private static void Replace(HttpRequestMessage request, string header, string value)
    {
        request.Headers.Remove(header);
        request.Headers.Add(header, value);
    }

    private static ByteArrayContent Json(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static ByteArrayContent Packed(string body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(body));
        var content = Json(packed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }

    public Task InitializeAsync() => mailroom.InitializeAsync();

    public Task DisposeAsync() => mailroom.DisposeAsync();
}
