using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace TelegramCrm.Sandbox.Tests;

public sealed class WebhookTests
{
    private const string Secret = "a-secret-of-twenty-five";

    [Fact]
    public async Task A_subscription_counts_after_a_signed_challenge_and_never_shows_its_secret()
    {
        await using var crm = await Crm.StartAsync();
        using var receiver = new Receiver();
        using var created = await crm.SendAsync(HttpMethod.Post, "webhooks", Body(receiver));
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var (_, _, signature, body) = Assert.Single(receiver.Received);
        Assert.Equal(Sign(Secret, body), signature);
        using var listed = await crm.Http.GetAsync("webhooks");
        Assert.DoesNotContain(Secret, await listed.Content.ReadAsStringAsync() + await created.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, false)]
    [InlineData(500, true)]
    public async Task An_endpoint_that_fails_the_challenge_is_not_subscribed(int answer, bool echoes)
    {
        await using var crm = await Crm.StartAsync();
        using var receiver = new Receiver { Answer = answer, EchoesChallenge = echoes };
        using var response = await crm.SendAsync(HttpMethod.Post, "webhooks", Body(receiver));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Empty((await crm.GetAsync("webhooks"))["data"]!.AsArray());
    }

    [Fact]
    public async Task Deliveries_carry_the_whole_ticket_and_can_be_verified_independently()
    {
        await using var crm = await Crm.StartAsync();
        using var receiver = new Receiver();
        crm.Server.Subscribe(receiver.Url);
        crm.Server.Advance(TimeSpan.FromMinutes(30), 120);
        var round = await crm.Server.DeliverWebhooksAsync(CancellationToken.None);
        Assert.Equal((receiver.Received.Count, 0, 0), (round.Confirmed, round.Failed, round.Waiting));
        foreach (var (id, timestamp, signature, body) in receiver.Received)
        {
            Assert.Equal(Sign(crm.Server.WebhookSecret, body), signature);
            Assert.Equal(crm.Server.Clock.Now.ToUnixTimeSeconds(), long.Parse(timestamp, System.Globalization.CultureInfo.InvariantCulture));
            Assert.Contains(id, Encoding.UTF8.GetString(body), StringComparison.Ordinal);
        }
        var types = receiver.Bodies.Select(body => (string)body["type"]!).ToHashSet();
        Assert.Superset(new HashSet<string> { "ticket.created", "ticket.updated", "ticket.status_changed", "ticket.message_added", "template.applied", "ticket.assigned" }, types);
        Assert.All(receiver.Bodies.Where(body => (string?)body["type"] == "ticket.message_added"), body =>
        {
            var message = (string)body["data"]!["message"]!["id"]!;
            Assert.Contains(body["data"]!["ticket"]!["messages"]!.AsArray(), embedded => (string?)embedded!["id"] == message);
        });
    }

    [Fact]
    public async Task What_is_not_confirmed_comes_again_later_each_time_with_the_same_id()
    {
        await using var crm = await Crm.StartAsync();
        using var receiver = new Receiver { Answer = 503 };
        crm.Server.Subscribe(receiver.Url, "ticket.created");
        while (crm.Server.Advance(TimeSpan.Zero, 1).TicketsCreated == 0)
        {
            // until a customer opens one
        }
        foreach (var wait in new[] { 0, 5, 15, 60 })
        {
            crm.Server.Clock.Advance(TimeSpan.FromSeconds(wait - 1 < 0 ? 0 : wait - 1));
            if (wait > 0)
                Assert.Equal(0, (await crm.Server.DeliverWebhooksAsync(CancellationToken.None)).Failed);
            crm.Server.Clock.Advance(TimeSpan.FromSeconds(wait == 0 ? 0 : 1));
            Assert.Equal(1, (await crm.Server.DeliverWebhooksAsync(CancellationToken.None)).Failed);
        }
        receiver.Answer = 204;
        crm.Server.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, (await crm.Server.DeliverWebhooksAsync(CancellationToken.None)).Confirmed);
        Assert.Equal(5, receiver.Received.Count);
        Assert.Single(receiver.Received.Select(delivery => delivery.Id).Distinct());
    }

    [Fact]
    public async Task A_delivery_is_given_up_after_a_day()
    {
        await using var crm = await Crm.StartAsync();
        using var receiver = new Receiver { Answer = 500 };
        crm.Server.Subscribe(receiver.Url);
        crm.Server.Advance(TimeSpan.Zero, 1);
        SandboxDeliveries round;
        do
        {
            round = await crm.Server.DeliverWebhooksAsync(CancellationToken.None);
            crm.Server.Clock.Advance(TimeSpan.FromHours(1));
        }
        while (round.GivenUp == 0);
        Assert.Equal(0, round.Waiting);
        Assert.InRange(crm.Server.Clock.Now - Crm.Noon, TimeSpan.FromHours(22), TimeSpan.FromHours(26));
    }

    private static string Body(Receiver receiver) => $$"""{"url":"{{receiver.Url}}","event_types":["ticket.created"],"secret":"{{Secret}}"}""";

    private static string Sign(string secret, byte[] body) =>
        "sha256=" + Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body)).ToLowerInvariant();
}
