using System.Net;
using CsCheck;
using TelegramCrm.Sync.Crm;

namespace TelegramCrm.Sync.Tests.Crm;

public sealed class EndpointGateTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(20);

    [Fact]
    public void However_many_ask_and_whatever_the_limit_the_server_never_has_to_refuse()
    {
        var worlds = Gen.Select(Gen.Int[1, 30], Gen.Int[1, 8], Gen.Int[1, 6], Gen.Int[-7200, 7200], Gen.Bool, Gen.Int[0, 40]);
        worlds.Sample((limit, callers, parallel, skew, isAligned, slowness) =>
        {
            var time = new FakeTime();
            var server = new CountingServer(time.Clock, limit, Window) { Skew = TimeSpan.FromSeconds(skew), IsAligned = isAligned };
            var draw = new Random((limit * 1000) + slowness);
            using var gate = new EndpointGate(parallel, time.Clock);
            var each = (limit * 3 / callers) + 3;
            var windows = (callers * each / Math.Max(1, limit - parallel + 1)) + 4;
            time.Play(() => CallAsync(callers, _ => AskAsync()), atMost: (Window * windows * 2) + (Step(slowness * 2) * callers * each));
            Assert.Equal((callers * each, 0), (server.Served, server.Refused));

            async Task AskAsync()
            {
                for (var i = 0; i < each; i++)
                {
                    var passage = await gate.EnterAsync(CancellationToken.None);
                    await Task.Delay(Step(draw.Next(slowness + 1)), time.Clock); // on its way
                    var answer = server.Answer();
                    await Task.Delay(Step(draw.Next(slowness + 1)), time.Clock); // on its way back
                    passage.Leave(answer);
                }
            }
        }, iter: 300, threads: 1);
    }

    [Fact]
    public void Nobody_is_overtaken_by_the_same_caller_twice()
    {
        var worlds = Gen.Select(Gen.Int[2, 8], Gen.Int[1, 4], Gen.Int[2, 40], Gen.Int[0, 20]);
        worlds.Sample((callers, parallel, limit, slowness) =>
        {
            var time = new FakeTime();
            var server = new CountingServer(time.Clock, limit, Window);
            using var gate = new EndpointGate(parallel, time.Clock);
            var turns = new List<int>();
            time.Play(() => CallAsync(callers, AskAsync), atMost: TimeSpan.FromHours(3));

            async Task AskAsync(int caller)
            {
                for (var i = 0; i < 10; i++)
                {
                    var before = turns.Count;
                    var passage = await gate.EnterAsync(CancellationToken.None);
                    Assert.All(turns.Skip(before).GroupBy(other => other), other => Assert.Single(other));
                    turns.Add(caller);
                    await Task.Delay(Step(caller == 0 ? slowness : 1), time.Clock); // one may be slower than the others
                    passage.Leave(server.Answer());
                }
            }
        }, iter: 200, threads: 1);
    }

    [Fact]
    public void No_more_are_on_their_way_at_once_than_may_be()
    {
        var time = new FakeTime();
        using var gate = new EndpointGate(parallel: 3, time.Clock);
        var (onTheirWay, most) = (0, 0);
        time.Play(() => CallAsync(8, async _ =>
        {
            var passage = await gate.EnterAsync(CancellationToken.None);
            most = Math.Max(most, ++onTheirWay);
            await Task.Delay(TimeSpan.FromSeconds(1), time.Clock);
            onTheirWay--;
            passage.Leave(new HttpResponseMessage());
        }), atMost: TimeSpan.FromMinutes(1));
        Assert.Equal(3, most);
    }

    [Fact]
    public void When_several_are_on_their_way_as_the_429_comes_all_wait_and_only_one_is_sent_to_look()
    {
        var time = new FakeTime();
        using var gate = new EndpointGate(parallel: 4, time.Clock);
        var (refusedUntil, sent) = (TimeSpan.FromHours(2), new List<TimeSpan>());
        time.Play(() => CallAsync(12, AskAsync), atMost: TimeSpan.FromHours(3));
        Assert.Equal(5, sent.Count(at => at < refusedUntil)); // the very first, and the four on their way
        var late = sent.Where(at => at >= refusedUntil).ToList();
        Assert.True(late[1] >= late[0] + TimeSpan.FromSeconds(1)); // after the answer to the first
        Assert.Equal(late[1], late[4]);

        async Task AskAsync(int caller)
        {
            await Task.Delay(TimeSpan.FromMinutes(caller < 6 ? 0 : caller), time.Clock); // some come only while all wait
            while (true)
            {
                var passage = await gate.EnterAsync(CancellationToken.None);
                sent.Add(time.Elapsed);
                await Task.Delay(TimeSpan.FromSeconds(1), time.Clock);
                var answer = new HttpResponseMessage();
                if (sent.Count > 1 && time.Elapsed < refusedUntil)
                {
                    answer.StatusCode = HttpStatusCode.TooManyRequests;
                    answer.Headers.RetryAfter = new(refusedUntil - time.Elapsed);
                }
                passage.Leave(answer);
                if (answer.IsSuccessStatusCode) return;
            }
        }
    }

    [Fact]
    public void Six_requests_of_an_incremental_run_wait_for_nothing()
    {
        var time = new FakeTime();
        var server = new CountingServer(time.Clock, limit: 120, TimeSpan.FromMinutes(1));
        using var gate = new EndpointGate(parallel: 4, time.Clock);
        time.Play(() => CallAsync(2, async _ =>
        {
            for (var i = 0; i < 3; i++)
                (await gate.EnterAsync(CancellationToken.None)).Leave(server.Answer());
        }), atMost: TimeSpan.Zero);
        Assert.Equal(6, server.Served);
    }

    [Fact]
    public async Task Who_leaves_the_line_is_not_waited_for()
    {
        var time = new FakeTime();
        using var gate = new EndpointGate(parallel: 1, time.Clock);
        var first = await gate.EnterAsync(CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var (second, third) = (gate.EnterAsync(stop.Token), gate.EnterAsync(CancellationToken.None));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        first.Leave(wasSent: true);
        (await third).Leave(wasSent: true);
    }

    private static TimeSpan Step(int ticks) => TimeSpan.FromMilliseconds(100) * ticks;

    private static Task CallAsync(int callers, Func<int, Task> callAsync) => Task.WhenAll(Enumerable.Range(0, callers).Select(callAsync));
}
