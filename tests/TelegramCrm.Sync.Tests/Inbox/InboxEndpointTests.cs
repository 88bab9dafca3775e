using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using TelegramCrm.Sync.Inbox;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.State;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Inbox;

public abstract class InboxEndpointTests(Func<string, IStateEngine> newState) : IAsyncLifetime
{
    private readonly Mailroom mailroom = new(newState);

    private static string Ticket1 { get; } = $"\"ticket\":{Ticket("t1", Noon)}";

    [SkippableFact]
    public async Task A_genuine_delivery_is_stored_and_accepted()
    {
        using var answer = await mailroom.DeliverAsync("d1", Ticket1);
        Assert.Equal((HttpStatusCode.Accepted, 1L), (answer.StatusCode, mailroom.Store.Waiting));
    }

    [SkippableFact]
    public async Task Either_of_two_secrets_is_taken_so_that_one_can_be_replaced()
    {
        using var answer = await mailroom.PostAsync(Mailroom.Delivery("d1", Ticket1), Mailroom.OldSecret);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    [SkippableFact]
    public async Task A_repeated_delivery_is_accepted_and_stored_once_even_after_it_was_applied()
    {
        for (var time = 1; time <= 3; time++)
        {
            using var answer = await mailroom.DeliverAsync("d1", Ticket1);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            Assert.Equal(time == 1 ? 1 : 0, (await mailroom.DrainAsync()).Applied);
        }
    }

    [SkippableFact]
    public async Task What_was_accepted_survives_the_process()
    {
        using (await mailroom.DeliverAsync("d1", Ticket1))
            await mailroom.RestartAsync();
        Assert.Equal(1, mailroom.Store.Waiting);
        using var repeated = await mailroom.DeliverAsync("d1", Ticket1);
        Assert.Equal((HttpStatusCode.Accepted, 1), (repeated.StatusCode, (await mailroom.DrainAsync()).Applied));
    }

    [SkippableFact]
    public async Task Deliveries_that_come_at_once_are_each_stored_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(number => mailroom.DeliverAsync($"d{number % 100}", Ticket1)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
        Assert.Equal(100, mailroom.Store.Waiting);
    }

    [SkippableFact]
    public async Task The_challenge_of_the_registration_is_answered_and_not_stored()
    {
        using var answer = await mailroom.PostAsync("""{"type":"webhook.verification","challenge":"c-\"1"}""");
        Assert.Equal((HttpStatusCode.OK, """{"challenge":"c-\"1"}"""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal(0, mailroom.Store.Waiting);
    }

    [SkippableFact]
    public async Task A_delivery_of_another_workspace_is_refused_though_its_signature_is_genuine()
    {
        using var answer = await mailroom.PostAsync(Mailroom.Delivery("d1", Ticket1, workspace: "w2"));
        Assert.Equal((HttpStatusCode.BadRequest, 0L), (answer.StatusCode, mailroom.Store.Waiting));
    }

    [SkippableFact]
    public async Task While_our_own_workspace_is_not_known_the_sender_is_asked_to_come_again()
    {
        (mailroom.KnowsItsWorkspace, mailroom.Crm) = (false, new Uri("https://another.example/api/v1"));
        await mailroom.RestartAsync();
        using (var answer = await mailroom.DeliverAsync("d1", Ticket1))
            Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (answer.StatusCode, answer.Headers.RetryAfter is not null));
        mailroom.Workspace.Learn("w1", mailroom.Now);
        using (var answer = await mailroom.DeliverAsync("d1", Ticket1))
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    [SkippableFact]
    public async Task Our_workspace_is_still_known_after_a_restart()
    {
        mailroom.KnowsItsWorkspace = false;
        await mailroom.RestartAsync();
        using var answer = await mailroom.DeliverAsync("d1", Ticket1);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    [SkippableFact]
    public async Task A_challenge_that_is_not_signed_is_not_answered()
    {
        using var answer = await mailroom.PostAsync("""{"type":"webhook.verification","challenge":"c1"}""", "another secret, long enough");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [SkippableTheory]
    [InlineData(Mailroom.SignatureHeader, null)]
    [InlineData(Mailroom.SignatureHeader, "")]
    [InlineData(Mailroom.SignatureHeader, "sha256=")]
    [InlineData(Mailroom.SignatureHeader, "sha256=zz00000000000000000000000000000000000000000000000000000000000000")]
    [InlineData(Mailroom.SignatureHeader, "sha256=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData(Mailroom.SignatureHeader, "sha1=0000000000000000000000000000000000000000")]
    [InlineData(Mailroom.TimestampHeader, null)]
    [InlineData(Mailroom.TimestampHeader, "yesterday")]
    [InlineData(Mailroom.TimestampHeader, "-1")]
    [InlineData(Mailroom.TimestampHeader, "1772366099")] // 301 s before noon
    [InlineData(Mailroom.TimestampHeader, "1772366701")] // 301 s after it
    [InlineData(Mailroom.TimestampHeader, "99999999999999999999")]
    public async Task A_forged_or_stale_delivery_is_turned_away_and_not_stored(string header, string? value)
    {
        using var answer = await mailroom.PostAsync(Mailroom.Delivery("d1", Ticket1), change: request =>
        {
            request.Headers.Remove(header);
            if (value is not null)
                request.Headers.TryAddWithoutValidation(header, value);
        });
        Assert.Equal((HttpStatusCode.Unauthorized, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal(0, mailroom.Store.Waiting);
    }

    [SkippableTheory]
    [InlineData("1772366100")]
    [InlineData("1772366700")]
    public async Task A_delivery_at_the_edge_of_the_tolerance_is_taken(string timestamp)
    {
        using var answer = await mailroom.PostAsync(Mailroom.Delivery("d1", Ticket1), change: request =>
        {
            request.Headers.Remove(Mailroom.TimestampHeader);
            request.Headers.Add(Mailroom.TimestampHeader, timestamp);
        });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    [SkippableFact]
    public async Task A_body_that_was_changed_on_the_way_is_turned_away()
    {
        using var answer = await mailroom.PostAsync(Mailroom.Delivery("d1", Ticket1), change: request =>
        {
            request.Content = new StringContent(Mailroom.Delivery("d2", Ticket1), Encoding.UTF8, "application/json");
        });
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("""{"id":"d1","type":"ticket.created"}""")]
    [InlineData("""{"type":"ticket.created","data":{}}""")]
    [InlineData("""{"id":7,"type":"ticket.created","data":{}}""")]
    [InlineData("""{"id":"d\n1","type":"ticket.created","data":{}}""")]
    [InlineData("""{"id":"\ud800","type":"ticket.created","data":{}}""")]
    public async Task A_signed_body_that_is_no_delivery_is_refused(string body)
    {
        using var answer = await mailroom.PostAsync(body);
        Assert.Equal((HttpStatusCode.BadRequest, 0L), (answer.StatusCode, mailroom.Store.Waiting));
    }

    [SkippableFact]
    public async Task Another_content_type_is_refused()
    {
        using var answer = await mailroom.PostAsync(Mailroom.Delivery("d1", Ticket1), change: request => request.Content!.Headers.ContentType = new MediaTypeHeaderValue("text/plain"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [SkippableTheory]
    [InlineData(1000, false, HttpStatusCode.Accepted)]
    [InlineData(1001, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(1000, true, HttpStatusCode.Accepted)]
    [InlineData(1001, true, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_over_the_limit_is_refused_whether_its_length_was_announced_or_not(int length, bool chunked, HttpStatusCode expected)
    {
        mailroom.Limits = new InboxLimits { MaxBodyBytes = 1000 };
        await mailroom.RestartAsync();
        var body = Mailroom.Delivery("d1", Ticket1).PadRight(length);
        using var answer = await mailroom.PostAsync(body, change: request => request.Headers.TransferEncodingChunked = chunked);
        Assert.Equal(expected, answer.StatusCode);
    }

    [SkippableFact]
    public async Task A_body_that_does_not_arrive_in_time_is_given_up()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, mailroom.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync("POST /webhooks/crm HTTP/1.1\r\nHost: crm\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"u8.ToArray());

        var answer = new StreamReader(stream, Encoding.ASCII).ReadLineAsync();
        while (!answer.IsCompleted) // until the server has begun to read and its time has run out
        {
            mailroom.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        Assert.StartsWith("HTTP/1.1 408", await answer, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_full_inbox_asks_the_sender_to_come_again_and_takes_more_once_it_is_drained()
    {
        mailroom.Limits = new InboxLimits { MaxWaiting = 1 };
        await mailroom.RestartAsync();
        using var first = await mailroom.DeliverAsync("d1", Ticket1);
        using var second = await mailroom.DeliverAsync("d2", Ticket1);
        await mailroom.DrainAsync();
        using var third = await mailroom.DeliverAsync("d2", Ticket1);

        Assert.Equal([HttpStatusCode.Accepted, HttpStatusCode.ServiceUnavailable, HttpStatusCode.Accepted], [first.StatusCode, second.StatusCode, third.StatusCode]);
        Assert.Equal(TimeSpan.FromSeconds(30), second.Headers.RetryAfter?.Delta);
    }

    [SkippableFact]
    public async Task What_can_not_be_stored_is_not_accepted()
    {
        await mailroom.CloseWriterAsync();
        using var answer = await mailroom.DeliverAsync("d1", Ticket1);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(30)), (answer.StatusCode, answer.Headers.RetryAfter?.Delta));
    }

    public Task InitializeAsync() => mailroom.InitializeAsync();

    public Task DisposeAsync() => mailroom.DisposeAsync();
}

public sealed class InboxEndpointOnSqliteTests() : InboxEndpointTests(file => new SqliteState(file));

public sealed class InboxEndpointOnPostgresTests() : InboxEndpointTests(_ => PostgresServer.NewState());
