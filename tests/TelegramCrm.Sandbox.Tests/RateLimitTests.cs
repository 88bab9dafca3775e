using System.Globalization;
using System.Net;

namespace TelegramCrm.Sandbox.Tests;

public sealed class RateLimitTests
{
    private static readonly SandboxOptions Tight = new() { Tickets = 5, RateLimits = new SandboxRateLimits { Agents = 2, Window = TimeSpan.FromSeconds(30) } };

    [Fact]
    public async Task Headers_count_down_by_category_and_say_when_the_window_ends()
    {
        await using var crm = await Crm.StartAsync(Tight);
        using var first = await crm.Http.GetAsync("agents");
        using var second = await crm.Http.GetAsync("queues");
        using var other = await crm.Http.GetAsync("tickets");
        Assert.Equal(("2", "1"), (Header(first, "X-RateLimit-Limit"), Header(first, "X-RateLimit-Remaining")));
        Assert.Equal("0", Header(second, "X-RateLimit-Remaining"));
        Assert.Equal("5999", Header(other, "X-RateLimit-Remaining"));
        Assert.Equal(Crm.Noon.AddSeconds(30).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Header(first, "X-RateLimit-Reset"));
    }

    [Fact]
    public async Task Beyond_the_limit_a_429_says_how_long_to_wait_and_that_is_enough()
    {
        await using var crm = await Crm.StartAsync(Tight);
        for (var i = 0; i < 2; i++)
            (await crm.Http.GetAsync("agents")).Dispose();
        crm.Server.Clock.Advance(TimeSpan.FromSeconds(10.5));
        using var refused = await crm.Http.GetAsync("agents");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("20", Header(refused, "Retry-After"));
        Assert.Equal("rate_limited", (string?)(await Crm.ErrorOf(refused))["code"]);
        crm.Server.Clock.Advance(TimeSpan.FromSeconds(20));
        using var again = await crm.Http.GetAsync("agents");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task Retry_after_may_be_a_date()
    {
        await using var crm = await Crm.StartAsync(Tight with { RateLimits = Tight.RateLimits with { Agents = 0, RetryAfterAsDate = true } });
        using var refused = await crm.Http.GetAsync("agents");
        Assert.Equal(Crm.Noon.AddSeconds(31), refused.Headers.RetryAfter!.Date);
    }

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));
}
