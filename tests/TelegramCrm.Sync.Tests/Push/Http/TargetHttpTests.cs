using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NodaTime;
using Shouldly;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Push.Http;
using TelegramCrm.Sync.Tests.Crm;

namespace TelegramCrm.Sync.Tests.Push.Http;

public sealed class TargetHttpTests : IAsyncLifetime
{
    private readonly ObservedTimeProvider clock = new(new DateTimeOffset(2026, 3, 14, 2, 0, 0, TimeSpan.Zero));
    private readonly List<(string Method, string Body, string Cookie)> received = [];
    private Queue<Func<HttpContext, Task>> answers = [];
    private WebApplication target = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        target = builder.Build();
        target.Run(async context =>
        {
            received.Add((context.Request.Method, await new StreamReader(context.Request.Body).ReadToEndAsync(), context.Request.Headers.Cookie.ToString()));
            if (answers.TryDequeue(out var answerAsync))
                await answerAsync(context);
        });
        await target.StartAsync();
    }

    public async Task DisposeAsync() => await target.DisposeAsync();

    [Fact]
    public async Task What_is_answered_429_is_sent_again_as_it_was_when_the_target_wants_it()
    {
        answers = new([Status(429, "Retry-After: 7"), Status(201)]);
        using var http = Http();
        var sent = http.PostAsJsonAsync(Address, new { subject = "printer" });
        await clock.UntilSomebodyWaitsAsync(TimeSpan.FromSeconds(7));
        received.Count.ShouldBe(1);
        clock.Advance(TimeSpan.FromSeconds(7));
        (await sent).StatusCode.ShouldBe(HttpStatusCode.Created);
        received.Select(request => request.Body).ShouldBe(["""{"subject":"printer"}""", """{"subject":"printer"}"""]);
    }

    [Fact]
    public async Task A_429_that_names_no_time_is_waited_out_longer_each_time()
    {
        answers = new([Status(429), Status(429), Status(429), Status(200)]);
        using var http = Http();
        var sent = http.GetAsync(Address);
        foreach (var seconds in (int[])[1, 2, 4])
        {
            await clock.UntilSomebodyWaitsAsync(TimeSpan.FromSeconds(seconds));
            clock.Advance(TimeSpan.FromSeconds(seconds));
        }
        (await sent).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_write_that_is_answered_503_may_have_been_done_so_it_is_not_repeated_but_the_wait_is_kept()
    {
        answers = new([Status(503, "Retry-After: 30"), Status(200)]);
        using var http = Http();
        (await http.PostAsJsonAsync(Address, 1)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var next = http.GetAsync(Address);
        await clock.UntilSomebodyWaitsAsync(TimeSpan.FromSeconds(30));
        received.Count.ShouldBe(1);
        clock.Advance(TimeSpan.FromSeconds(30));
        (await next).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_target_that_asks_for_more_patience_than_there_is_is_not_asked_again()
    {
        answers = new([Status(429, "Retry-After: 86400")]);
        using var http = Http();
        (await http.GetAsync(Address)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await Should.ThrowAsync<TargetAwayException>(() => http.GetAsync(Address))).Until.ShouldBe("2026-03-15T02:00:00Z");
        received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task No_minute_sees_more_requests_than_the_limit()
    {
        using var http = Http(new() { RequestsPerMinute = 2 });
        await http.GetAsync(Address);
        clock.Advance(TimeSpan.FromSeconds(20));
        await http.GetAsync(Address);
        var third = http.GetAsync(Address);
        await clock.UntilSomebodyWaitsAsync(TimeSpan.FromSeconds(40));
        received.Count.ShouldBe(2);
        clock.Advance(TimeSpan.FromSeconds(40));
        await third;
        received.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_target_that_takes_too_long_is_not_waited_for()
    {
        answers = new([context => Task.Delay(Timeout.Infinite, context.RequestAborted)]);
        using var http = Http(new() { RequestTimeout = Duration.FromSeconds(5) });
        var sent = http.GetAsync(Address);
        await clock.UntilSomebodyWaitsAsync(TimeSpan.FromSeconds(5));
        clock.Advance(TimeSpan.FromSeconds(5));
        (await Should.ThrowAsync<TimeoutException>(() => sent)).Message.ShouldBe("127.0.0.1 did not answer within 5s");
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_its_query_is_not_told()
    {
        answers = new([Status(302, "Location: https://elsewhere.example/login?token=s3cret")]);
        using var http = Http();
        (await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync(Address))).Message
            .ShouldBe("127.0.0.1 sends us on to https://elsewhere.example/login; name the address itself in the connector's settings");
    }

    [Fact]
    public async Task Other_machines_are_reached_over_https_only()
    {
        using var http = Http();
        (await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync(new Uri("http://rt.example/")))).Message.ShouldContain("allowInsecure");
    }

    [Fact]
    public async Task Cookies_belong_to_their_target_alone()
    {
        answers = new([Status(200, "Set-Cookie: session=1")]);
        using var http = Http();
        using var other = Http();
        await http.GetAsync(Address);
        await http.GetAsync(Address);
        await other.GetAsync(Address);
        received.Select(request => request.Cookie).ShouldBe(["", "session=1", ""]);
    }

    private Uri Address => new(target.Urls.First());

    private HttpClient Http(ConnectorLimits? limits = null) => TargetHttp.Make(limits ?? new(), allowsInsecure: false, clock);

    private static Func<HttpContext, Task> Status(int status, string? header = null) => context =>
    {
        context.Response.StatusCode = status;
        if (header?.Split(": ", 2) is [var name, var value])
            context.Response.Headers[name] = value;
        return Task.CompletedTask;
    };
}
