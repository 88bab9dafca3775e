using System.Net;
using NodaTime;
using Polly.CircuitBreaker;
using Polly.Timeout;
using TelegramCrm.Sync.Crm;
using static TelegramCrm.Sync.Tests.Crm.PipelineStage;

namespace TelegramCrm.Sync.Tests.Crm;

public sealed class RequestPipelineTests : IDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private PipelineStage stage = new(Address);

    public void Dispose() => stage.Dispose();

    [Theory]
    [InlineData(HttpStatusCode.RequestTimeout)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public void What_may_pass_is_tried_again_with_growing_waits(HttpStatusCode status)
    {
        Play(async () => Assert.Equal(HttpStatusCode.OK, (await stage.SendAsync(tries => Answer(tries < 4 ? status : HttpStatusCode.OK))).StatusCode));
        Assert.Equal(4, stage.Tries.Count);
        Assert.InRange(stage.Tries[^1].TotalSeconds, 0.7, 10); // 0.5, 1 and 2 seconds, give or take
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Conflict)]
    [InlineData(HttpStatusCode.Gone)]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    [InlineData(HttpStatusCode.NotImplemented)]
    [InlineData(HttpStatusCode.Found)]
    public void What_will_not_pass_is_not_tried_again(HttpStatusCode status)
    {
        Play(async () => Assert.Equal(status, (await stage.SendAsync(_ => Answer(status))).StatusCode));
        Assert.Single(stage.Tries);
    }

    [Theory]
    [InlineData("POST", 1)]
    [InlineData("PATCH", 1)]
    [InlineData("PUT", 2)]
    [InlineData("DELETE", 2)]
    public void What_would_be_done_twice_is_not_tried_again_blindly(string method, int tries)
    {
        Play(async () => await stage.SendAsync(number => Answer(number == 1 ? HttpStatusCode.BadGateway : HttpStatusCode.OK), new HttpMethod(method)));
        Assert.Equal(tries, stage.Tries.Count);
    }

    [Fact]
    public void After_a_429_even_a_write_is_sent_again_for_it_was_not_done()
    {
        Play(async () => await stage.SendAsync(tries => Answer(tries == 1 ? HttpStatusCode.TooManyRequests : HttpStatusCode.OK, "7"), HttpMethod.Post));
        Assert.Equal([0, 7], stage.Tries.Select(at => at.TotalSeconds));
    }

    [Theory]
    [InlineData("18000", 18000)]
    [InlineData("Sun, 01 Mar 2026 17:00:00 GMT", 18000 + 7200)] // by the server's clock, which is two hours behind ours
    [InlineData("Sun, 01 Mar 2026 09:59:00 GMT", 1)] // over already: a wait of our own
    [InlineData("-5", 1)]
    [InlineData("soon", 1)]
    [InlineData(null, 1)]
    public void A_429_is_obeyed_in_full_however_it_is_written_and_counts_against_no_time_limit(string? retryAfter, int seconds)
    {
        var server = stage.Time.Clock.GetUtcNow() - TimeSpan.FromHours(2);
        Play(async () => await stage.SendAsync(tries => tries == 1 ? Answer(HttpStatusCode.TooManyRequests, retryAfter, server) : Answer(HttpStatusCode.OK)));
        Assert.Equal([0, seconds], stage.Tries.Select(at => at.TotalSeconds));
    }

    [Theory]
    [InlineData("120", 120, 121)]
    [InlineData("Sun, 01 Mar 2026 10:02:00 GMT", 120, 121)]
    [InlineData("Sun, 01 Mar 2026 09:58:00 GMT", 0.1, 2)]
    [InlineData("-5", 0.1, 2)]
    [InlineData("0", 0.1, 2)]
    public void A_503_is_given_the_time_it_asks_for(string retryAfter, double atLeast, double atMost)
    {
        var server = stage.Time.Clock.GetUtcNow() - TimeSpan.FromHours(2);
        Play(async () => await stage.SendAsync(tries => tries == 1 ? Answer(HttpStatusCode.ServiceUnavailable, retryAfter, server) : Answer(HttpStatusCode.OK)));
        Assert.InRange(stage.Tries[1].TotalSeconds, atLeast, atMost);
    }

    [Fact]
    public void A_503_that_asks_for_more_time_than_there_is_ends_the_request_at_once()
    {
        Play(async () => Assert.Equal(HttpStatusCode.ServiceUnavailable, (await stage.SendAsync(_ => Answer(HttpStatusCode.ServiceUnavailable, "3600"))).StatusCode));
        Assert.Equal([TimeSpan.Zero], stage.Tries);
    }

    [Fact]
    public void A_try_that_hangs_is_cut_off_and_tried_again()
    {
        Play(async () => await Assert.ThrowsAsync<TimeoutRejectedException>(() => stage.SendAsync(_ => Answer(HttpStatusCode.OK), takes: Day)));
        Assert.InRange(stage.Tries[1].TotalSeconds, 30, 32);
        Assert.InRange(stage.Time.Elapsed, TimeSpan.FromMinutes(8), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void Waits_for_the_rate_limit_are_not_counted_against_the_time_limit()
    {
        stage = new PipelineStage(Address with { TotalTimeout = Duration.FromSeconds(40) });
        var server = new CountingServer(stage.Time.Clock, limit: 1, TimeSpan.FromMinutes(2));
        Play(() => Task.WhenAll(Enumerable.Range(0, 5).Select(_ => stage.SendAsync(_ => server.Answer()))));
        Assert.Equal((5, 0), (server.Served, server.Refused));
    }

    [Fact]
    public void Tries_count_in_the_budget_like_requests()
    {
        var server = new CountingServer(stage.Time.Clock, limit: 10, TimeSpan.FromMinutes(1));
        var answers = 0; // some of each window come back: were all lost, nobody could know how it stands
        Play(() => Task.WhenAll(Enumerable.Range(0, 20).Select(_ => stage.SendAsync(_ =>
        {
            var answer = server.Answer();
            return ++answers % 3 == 0 ? answer : Unreachable(); // counted, and lost on its way back
        }))));
        Assert.Equal(0, server.Refused);
    }

    [Fact]
    public void Answers_that_are_broken_again_and_again_are_given_up_sooner()
    {
        Play(() => Assert.ThrowsAsync<BrokenAnswerException>(() => stage.SendAsync(_ => throw new BrokenAnswerException("<html>"))));
        Assert.InRange(stage.Tries.Count, 5, 7);
        Assert.InRange(stage.Time.Elapsed, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void Who_stops_waits_no_longer()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(100), stage.Time.Clock);
        Play(() => Assert.ThrowsAnyAsync<OperationCanceledException>(() => stage.SendAsync(_ => Unreachable(), cancellationToken: stop.Token)));
        Assert.InRange(stage.Time.Elapsed.TotalSeconds, 100, 101);
    }

    [Fact]
    public void A_CRM_that_is_away_for_an_hour_costs_time_and_nothing_else()
    {
        var back = TimeSpan.FromHours(1);
        HttpResponseMessage Away() => stage.Time.Elapsed < back ? Unreachable() : Answer(HttpStatusCode.OK);
        Play(async () =>
        {
            // Two streams meet the outage, and give up when they have waited as long as they may.
            await Task.WhenAll(FailAsync("tickets"), FailAsync("agents"));
            Assert.InRange(stage.Time.Elapsed, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
            await Task.Delay(TimeSpan.FromMinutes(1), stage.Time.Clock);
            // Those that come later need not find out for themselves.
            var before = stage.Time.Elapsed;
            await FailAsync("templates");
            Assert.InRange(stage.Time.Elapsed - before, TimeSpan.Zero, TimeSpan.FromSeconds(2));
            await Task.Delay(back - stage.Time.Elapsed, stage.Time.Clock);
            Assert.Equal(HttpStatusCode.OK, (await stage.SendAsync(_ => Away())).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await stage.SendAsync(_ => Away(), path: "agents")).StatusCode);
            Assert.InRange(stage.Time.Elapsed - back, TimeSpan.Zero, TimeSpan.FromSeconds(11));
        });
        Assert.InRange(stage.Tries.Count, 10, 130); // every ten seconds somebody has a look, and not more often

        async Task FailAsync(string path)
        {
            var fault = await Assert.ThrowsAnyAsync<Exception>(() => stage.SendAsync(_ => Away(), path: path));
            Assert.True(fault is HttpRequestException or BrokenCircuitException, fault.ToString());
        }
    }

    [Fact]
    public void A_short_outage_is_waited_out_by_everybody()
    {
        var back = TimeSpan.FromMinutes(3);
        Play(async () =>
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => stage.SendAsync(
                _ => stage.Time.Elapsed < back ? Answer(HttpStatusCode.BadGateway) : Answer(HttpStatusCode.OK), path: i % 2 == 0 ? "tickets" : "agents")));
            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        });
        Assert.InRange(stage.Time.Elapsed, back, back + TimeSpan.FromMinutes(2));
    }

    private void Play(Func<Task> workAsync) => stage.Time.Play(workAsync, atMost: Day);
}
