using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using TelegramCrm.Sandbox;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Inbox.Subscribing;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.Crm;

namespace TelegramCrm.Sync.Tests.Inbox.Subscribing;

/// <summary>A service that subscribes at a sandbox CRM, which challenges its real inbox.</summary>
public sealed class SubscriberTests : IAsyncLifetime
{
    private static readonly string[] Some = ["ticket.created", "ticket.updated"];
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly Mailroom mailroom = new(file => new SqliteState(file));
    private SandboxServer crm = null!;
    private CrmClient client = null!;

    private WantedSubscription Wanted => new(mailroom.Address, Some);

    public async Task InitializeAsync()
    {
        await mailroom.InitializeAsync();
        crm = await SandboxServer.StartAsync(
            new SandboxOptions { Tickets = 1, TimeProvider = mailroom.Time, DeliversWebhooksByItself = false, DisablesWebhooksAfter = 3, RateLimits = SandboxRateLimits.Unreachable }, None);
        client = new CrmClient(new CrmAddress { BaseUrl = crm.BaseAddress, ApiKey = crm.ApiKey, SecretToken = crm.SecretToken, MaxRetries = 1 }, TimeProvider.System);
    }

    [Fact]
    public async Task The_CRM_is_asked_for_one_subscription_and_for_no_second_one_after_a_restart()
    {
        for (var start = 1; start <= 3; start++)
            await EnsureAsync();
        var one = Assert.Single(crm.Subscriptions);
        Assert.Equal((mailroom.Address, Mailroom.NewSecret, "ticket.created ticket.updated"), (one.Url, one.Secret, string.Join(' ', one.EventTypes)));
        Assert.Equal((1, 3, 0), (Asked("POST"), Asked("GET"), Asked("DELETE")));
    }

    [Fact]
    public async Task One_that_tells_of_other_events_is_replaced()
    {
        await EnsureAsync();
        await EnsureAsync(Wanted with { EventTypes = ["ticket.updated", "ticket.deleted"] });
        Assert.Equal(["ticket.updated", "ticket.deleted"], Assert.Single(crm.Subscriptions).EventTypes);
    }

    [Fact]
    public async Task One_that_posts_elsewhere_since_the_address_was_changed_is_replaced()
    {
        await EnsureAsync();
        var elsewhere = new Uri(mailroom.Address, "/webhooks/crm?node=2");
        await EnsureAsync(Wanted with { Url = elsewhere });
        Assert.Equal(elsewhere, Assert.Single(crm.Subscriptions).Url);
    }

    [Fact]
    public async Task One_that_the_CRM_has_disabled_because_we_were_away_is_made_anew_and_tells_again()
    {
        await EnsureAsync();
        await mailroom.CloseWriterAsync();
        crm.Advance(TimeSpan.Zero, changes: 3);
        for (var round = 0; round < 3; round++)
        {
            await crm.DeliverWebhooksAsync(None);
            crm.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        Assert.True(Assert.Single(crm.Subscriptions).IsDisabled);

        await mailroom.RestartAsync();
        await EnsureAsync();
        crm.Advance(TimeSpan.Zero, changes: 1);
        Assert.False(Assert.Single(crm.Subscriptions).IsDisabled);
    }

    [Fact]
    public async Task One_that_signs_with_a_secret_that_was_replaced_is_made_anew_with_the_first_of_them()
    {
        await EnsureAsync(secret: Mailroom.OldSecret);
        await EnsureAsync(secret: Mailroom.NewSecret);
        Assert.Equal(Mailroom.NewSecret, Assert.Single(crm.Subscriptions).Secret);
    }

    [Fact]
    public async Task One_that_a_process_made_which_died_before_it_wrote_that_down_gives_way()
    {
        crm.Subscribe(mailroom.Address, Some);
        await EnsureAsync();
        Assert.Equal(Mailroom.NewSecret, Assert.Single(crm.Subscriptions).Secret);
    }

    [Fact]
    public async Task Those_of_others_are_left_alone()
    {
        crm.Subscribe(new Uri("https://example.com/their-hook"));
        crm.Subscribe(new Uri(mailroom.Address, "/another-path"));
        await EnsureAsync();
        await NewSubscriber().RemoveAsync(Wanted, None);
        Assert.Equal(["https://example.com/their-hook", new Uri(mailroom.Address, "/another-path").ToString()], crm.Subscriptions.Select(one => one.Url.ToString()));
    }

    [Fact]
    public async Task When_the_challenge_does_not_reach_us_the_one_that_is_there_stays()
    {
        await EnsureAsync();
        var failure = await Assert.ThrowsAsync<CrmException>(() => EnsureAsync(new WantedSubscription(new Uri(mailroom.Address, "/nobody"), Some)));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, mailroom.Address), (failure.Status, Assert.Single(crm.Subscriptions).Url));
    }

    [Fact]
    public async Task A_CRM_that_takes_an_address_only_once_gets_the_old_one_removed_first()
    {
        var asked = new List<string>();
        await using var strict = await ScriptedCrm.StartAsync(context => StrictAsync(context, asked));
        using var reader = new CrmClient(strict.Address, TimeProvider.System);
        var made = await NewSubscriber(reader).EnsureAsync(new WantedSubscription(new Uri("https://example.com/hook"), Some), Mailroom.NewSecret, None);
        Assert.Equal(("w2", "GET POST DELETE POST DELETE"), // the last one finds it gone, which is no error
            (made.Id, string.Join(' ', asked)));
    }

    [Fact]
    public async Task A_secret_that_the_CRM_repeats_when_it_refuses_is_not_repeated_by_us()
    {
        await using var gossip = await ScriptedCrm.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.StatusCode = context.Request.Method == "GET" ? 200 : 422;
            await context.Response.WriteAsync(context.Request.Method == "GET" ? """{"data":[]}""" : $$$"""{"error":{"code":"x","message":"{{{Mailroom.NewSecret}}} is too short"}}""");
        });
        using var reader = new CrmClient(gossip.Address, TimeProvider.System);
        var failure = await Assert.ThrowsAsync<CrmException>(() => NewSubscriber(reader).EnsureAsync(Wanted, Mailroom.NewSecret, None));
        Assert.DoesNotContain(Mailroom.NewSecret, failure.ToString(), StringComparison.Ordinal);
    }

    private static Task StrictAsync(HttpContext context, List<string> asked)
    {
        asked.Add(context.Request.Method);
        var isFree = asked.Contains("DELETE");
        (context.Response.ContentType, context.Response.StatusCode) = ("application/json", context.Request.Method switch { "GET" => 200, "DELETE" => 204, _ => isFree ? 201 : 409 });
        return context.Request.Method switch
        {
            "GET" => context.Response.WriteAsync("""{"data":[{"id":"w1","url":"https://example.com/hook","event_types":["ticket.created"]}]}"""),
            "POST" when isFree => context.Response.WriteAsync("""{"id":"w2","url":"https://example.com/hook","event_types":["ticket.created","ticket.updated"]}"""),
            "POST" => context.Response.WriteAsync("""{"error":{"code":"exists","message":"this address is subscribed"}}"""),
            _ => Task.CompletedTask,
        };
    }

    private long Asked(string method) => crm.Requests.Where(pair => pair.Key.StartsWith($"{method} /api/v1/webhooks", StringComparison.Ordinal)).Sum(pair => pair.Value);

    private Task<WebhookSubscription> EnsureAsync(WantedSubscription? wanted = null, string secret = Mailroom.NewSecret) => NewSubscriber().EnsureAsync(wanted ?? Wanted, secret, None);

    /// <summary>What a new process would begin with.</summary>
    private Subscriber NewSubscriber(CrmClient? reader = null) => new(
        new WebhookRegistry(reader ?? client), new OwnSubscription(StateStore.Open(mailroom.State), crm.BaseAddress), mailroom.Time, NullLogger<Subscriber>.Instance);

    public async Task DisposeAsync()
    {
        client.Dispose();
        await crm.DisposeAsync();
        await mailroom.DisposeAsync();
    }
}
