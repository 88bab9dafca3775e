using Microsoft.Extensions.Time.Testing;
using NodaTime;
using TelegramCrm.Sync.Crm;

namespace TelegramCrm.Sync.Tests.Crm;

public sealed class EndpointBudgetTests
{
    private readonly FakeTimeProvider time = new();
    private readonly EndpointBudget budget;

    public EndpointBudgetTests() => budget = new EndpointBudget(time);

    [Fact]
    public void Before_the_first_answer_one_request_goes_ahead_alone()
    {
        Take();
        var second = Spend();
        Assert.False(second.IsCompleted);
        Answer(left: 9, limit: 10);
        Assert.True(Ends(second));
    }

    [Fact]
    public void A_used_up_window_is_waited_out_before_the_server_has_to_say_429()
    {
        Known(left: 1, limit: 100);
        Take();
        var second = Spend();
        Pass(29);
        Assert.False(second.IsCompleted);
        Pass(1);
        Assert.True(Ends(second));
    }

    [Fact]
    public void An_answer_that_was_overtaken_does_not_give_requests_back()
    {
        Known(left: 3, limit: 10);
        Take();
        Take();
        Answer(left: 1, limit: 10);
        Answer(left: 2, limit: 10);
        Assert.InRange(budget.Standing.Remaining!.Value, 0, 1); // the second might not have been counted when the first answer was made
    }

    [Fact]
    public void What_others_use_of_the_same_limit_is_not_ours_to_spend()
    {
        Known(left: 90, limit: 100);
        Take();
        Answer(left: 5, limit: 100);
        Assert.Equal(5, budget.Standing.Remaining);
    }

    [Fact]
    public void Three_quarters_of_a_window_wait_for_nothing_and_the_last_quarter_is_spread_over_what_is_left_of_it()
    {
        Known(left: 99, limit: 100, seconds: 50);
        for (var i = 0; i < 74; i++)
            Take();
        Take();
        for (var left = 24; left > 0; left--)
        {
            var next = Spend();
            Assert.False(next.IsCompleted);
            Pass(2);
            Assert.True(Ends(next));
        }
    }

    [Fact]
    public void A_new_window_begins_with_the_whole_limit_but_for_what_is_still_on_its_way()
    {
        Known(left: 4, limit: 100);
        Take();
        Pass(30);
        Assert.Equal((100, null), (budget.Standing.Remaining, budget.Standing.ResetsAt));
        Take();
        Assert.Equal(98, budget.Standing.Remaining);
    }

    [Fact]
    public void What_the_old_window_still_says_is_no_news_of_the_new_one()
    {
        Known(left: 4, limit: 100);
        var late = Take();
        Pass(30);
        Take();
        Assert.Null(budget.Learn(late, Limit(left: 3, limit: 100, resetSecond: 30, seconds: 1)));
        Assert.Equal(98, budget.Standing.Remaining);
    }

    [Fact]
    public void A_429_holds_everyone_and_then_one_goes_ahead_alone()
    {
        Known(left: 90, limit: 100);
        var window = Take();
        Assert.Equal(TimeSpan.FromHours(3), budget.Learn(window, null, isRefused: true, stayAway: TimeSpan.FromHours(3)));
        var (first, second) = (Spend(), Spend());
        Pass((3 * 3600) - 1);
        Assert.False(first.IsCompleted || second.IsCompleted);
        Assert.Equal(0, budget.Standing.Remaining);
        Pass(1);
        Assert.True(Ends(Task.WhenAny(first, second)));
        Assert.False(first.IsCompleted && second.IsCompleted);
        Answer(left: 99, limit: 100, resetSecond: 20000);
        Assert.True(Ends(Task.WhenAll(first, second)));
    }

    [Fact]
    public void Of_several_429s_the_longest_wait_holds_and_the_others_are_no_news()
    {
        Known(left: 90, limit: 100);
        var windows = new[] { Take(), Take(), Take() };
        Assert.NotNull(budget.Learn(windows[0], null, isRefused: true, TimeSpan.FromSeconds(60)));
        Assert.Null(budget.Learn(windows[1], null, isRefused: true, TimeSpan.FromSeconds(10)));
        Assert.Null(budget.Learn(windows[2], null, isRefused: true, TimeSpan.FromSeconds(60.5)));
        Assert.Equal(Now + Duration.FromSeconds(60.5), budget.Standing.ResetsAt);
    }

    [Fact]
    public void A_429_that_does_not_say_how_long_is_given_twice_as_long_each_time_up_to_a_minute()
    {
        var waits = new List<double>();
        for (var i = 0; i < 8; i++)
            waits.Add(Refuse());
        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], waits);
        budget.Learn(Take(), null);
        Assert.Equal(1, Refuse());

        double Refuse()
        {
            budget.Learn(Take(), null, isRefused: true);
            var wait = (budget.Standing.ResetsAt!.Value - Now).TotalSeconds;
            Pass(wait);
            return wait;
        }
    }

    [Fact]
    public void An_API_without_limits_is_not_slowed()
    {
        budget.Learn(Take(), null);
        Assert.All(Enumerable.Range(0, 1000), _ => Take());
        Assert.Equal(new BudgetStanding(null, null, null), budget.Standing);
    }

    [Fact]
    public void What_was_taken_and_not_sent_is_given_back()
    {
        Known(left: 80, limit: 100);
        Take();
        budget.Return(wasSent: false);
        Assert.Equal(80, budget.Standing.Remaining);
        Take();
        budget.Return(wasSent: true);
        Assert.Equal(79, budget.Standing.Remaining);
    }

    [Fact]
    public void While_nothing_is_answered_one_after_the_other_goes_ahead()
    {
        for (var i = 0; i < 5; i++)
        {
            Take();
            budget.Return(wasSent: true);
        }
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_nothing()
    {
        Known(left: 1, limit: 100);
        Take();
        using var stop = new CancellationTokenSource();
        var waiting = budget.SpendAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);
        Pass(30);
        Assert.Equal(100, budget.Standing.Remaining);
    }

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    private Task<int> Spend() => budget.SpendAsync(CancellationToken.None);

    /// <summary>Takes a request that nobody has to wait for.</summary>
    private int Take()
    {
        var spent = Spend();
        Assert.True(spent.IsCompletedSuccessfully);
        return spent.Result;
    }

    private void Pass(double seconds) => time.Advance(TimeSpan.FromSeconds(seconds));

    private void Known(long left, long limit, int seconds = 30)
    {
        Take();
        Answer(left, limit, seconds: seconds);
    }

    private void Answer(long left, long limit, long resetSecond = 30, int seconds = 30) => budget.Learn(0, Limit(left, limit, resetSecond, seconds));

    private static RateLimit Limit(long left, long limit, long resetSecond, int seconds) => new(limit, left, resetSecond, TimeSpan.FromSeconds(seconds));

    /// <summary>Whether a wait that was ended comes to its end; what follows it may run on another thread.</summary>
    private static bool Ends(Task task) => task.Wait(TimeSpan.FromMinutes(1));
}
