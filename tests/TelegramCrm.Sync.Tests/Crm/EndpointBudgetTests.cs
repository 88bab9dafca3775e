using Microsoft.Extensions.Time.Testing;
using NodaTime;
using TelegramCrm.Sync.Crm;

namespace TelegramCrm.Sync.Tests.Crm;

public sealed class EndpointBudgetTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void A_used_up_window_is_waited_out_before_the_server_has_to_say_429()
    {
        var budget = new EndpointBudget(time);
        budget.Learn(left: 1, untilReset: Duration.FromSeconds(30));
        Assert.True(budget.SpendAsync(CancellationToken.None).IsCompleted);
        var second = budget.SpendAsync(CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(second.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(second.IsCompleted);
    }

    [Fact]
    public void An_answer_that_was_overtaken_does_not_give_requests_back()
    {
        var budget = new EndpointBudget(time);
        budget.Learn(left: 0, untilReset: Duration.FromSeconds(30));
        budget.Learn(left: 5, untilReset: Duration.FromSeconds(30));
        Assert.False(budget.SpendAsync(CancellationToken.None).IsCompleted);
    }
}
