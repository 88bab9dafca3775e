using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using TelegramCrm.Connectors.SignedWebhook;

namespace TelegramCrm.Connectors.Tests.SignedWebhook;

public sealed class SignedWebhookTests : IAsyncLifetime
{
    private const string Secret = "whsec_KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio=";

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 14, 9, 0, 0, TimeSpan.Zero));
    private readonly HttpClient http = new();
    private WebhookReceiver receiver = null!;

    public async Task InitializeAsync() => receiver = await WebhookReceiver.StartAsync();

    public async Task DisposeAsync()
    {
        http.Dispose();
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_record_is_posted_with_its_type_its_key_and_its_fields()
    {
        (await WriteAsync(Batch("run-0001", Record("T-1", "принтер <b>")))).ShouldHaveSingleItem().ShouldBeOfType<RecordWritten>();
        var delivery = receiver.Deliveries.ShouldHaveSingleItem();
        delivery.Headers["content-type"].ShouldBe("application/json");
        delivery.Headers["webhook-timestamp"].ShouldBe("1773478800");
        JsonNode.DeepEquals(JsonNode.Parse(delivery.Body), JsonNode.Parse("""
            {"type": "sla_breaches", "timestamp": "2026-03-14T08:00:00+00:00", "key": "T-1", "data": {"subject": "принтер <b>"}}
            """)).ShouldBeTrue(delivery.Body);
    }

    [Fact]
    public async Task Sent_again_after_a_lost_answer_a_message_has_the_same_id_and_the_same_bytes_and_a_new_time()
    {
        receiver.Meanwhile = context => context.Abort();
        await Should.ThrowAsync<HttpRequestException>(() => WriteAsync(Batch("run-0001", Record("T-1", "printer"))));
        receiver.Meanwhile = null;
        clock.Advance(TimeSpan.FromHours(8));
        await WriteAsync(Batch("run-0001", Record("T-1", "printer")));
        receiver.Deliveries.Count.ShouldBe(2);
        receiver.Deliveries.Select(delivery => (delivery.Id, delivery.Body)).Distinct().Count().ShouldBe(1);
        receiver.Deliveries.Select(delivery => delivery.Headers["webhook-timestamp"]).ShouldBe(["1773478800", "1773507600"]);
    }

    [Fact]
    public async Task A_record_that_becomes_what_it_once_was_is_a_new_message()
    {
        await WriteAsync(Batch("run-0001", Record("T-1", "open")));
        await WriteAsync(Batch("run-0002", Record("T-1", "closed")));
        await WriteAsync(Batch("run-0003", Record("T-1", "open")));
        receiver.Deliveries.Select(delivery => delivery.Id).Distinct().Count().ShouldBe(3);
    }

    [Theory]
    [InlineData(400, """{"error":"unknown policy"}""", "the receiver answers 400: {\"error\":\"unknown policy\"}")]
    [InlineData(401, "", "the receiver answers 401")]
    [InlineData(404, "", "the receiver answers 404")]
    [InlineData(410, "gone\nfor good", "the receiver answers 410: gone for good")]
    [InlineData(422, "no", "the receiver answers 422: no")]
    public async Task What_the_receiver_refuses_is_refused_in_its_words(int status, string words, string reason)
    {
        receiver.Answers.Enqueue((status, words));
        var refused = (await WriteAsync(Batch("run-0001", Record("T-1", "printer"), Record("T-2", "router")))).OfType<RecordRefused>().ShouldHaveSingleItem();
        refused.Key.Value.ShouldBe("T-1");
        refused.Refusal.Reason.ShouldBe(reason);
        refused.Refusal.Remedy.ShouldNotBeEmpty();
        receiver.Deliveries.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(425)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task What_may_be_taken_later_is_no_refusal(int status)
    {
        receiver.Answers.Enqueue((status, "later"));
        (await Should.ThrowAsync<HttpRequestException>(() => WriteAsync(Batch("run-0001", Record("T-1", "printer"))))).Message.ShouldContain($"answers {status}");
    }

    [Fact]
    public async Task A_message_that_is_refused_after_a_long_wait_is_signed_anew_before_that_counts()
    {
        receiver.Answers.Enqueue((400, "timestamp too old"));
        receiver.Meanwhile = _ => clock.Advance(TimeSpan.FromMinutes(receiver.Deliveries.Count == 1 ? 6 : 0));
        (await WriteAsync(Batch("run-0001", Record("T-1", "printer")))).ShouldHaveSingleItem().ShouldBeOfType<RecordWritten>();
        receiver.Deliveries.Select(delivery => delivery.Headers["webhook-timestamp"]).ShouldBe(["1773478800", "1773479160"]);
    }

    [Fact]
    public async Task While_a_receiver_changes_its_secret_both_sign()
    {
        const string former = "whsec_KyoqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio=";
        await WriteAsync(Batch("run-0001", Record("T-1", "printer")));
        await Connector(former).WriteAsync(Batch("run-0001", Record("T-1", "printer")), default);
        var signatures = receiver.Deliveries.Select(delivery => delivery.Headers["webhook-signature"]).ToList();
        signatures[1].Split(' ').Length.ShouldBe(2);
        signatures[1].ShouldStartWith(signatures[0]);
    }

    [Theory]
    [InlineData(204, true)]
    [InlineData(405, true)]
    [InlineData(410, false)]
    [InlineData(502, false)]
    public async Task The_check_posts_nothing_and_says_whether_anybody_answers(int status, bool isReady)
    {
        receiver.Answers.Enqueue((status, ""));
        var check = await Connector().CheckAsync(default);
        check.IsReady.ShouldBe(isReady, check.Message);
        receiver.Deliveries.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("whsec_tooshort")]
    [InlineData("KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio=")]
    [InlineData("whsec_!!!qKioqKioqKioqKioqKioqKioqKioqKioqKio=")]
    public void A_secret_that_is_none_is_not_repeated(string secret)
    {
        var wrong = Should.Throw<ConnectorSettingsException>(() => SignedWebhookSettings.Read(new JsonObject { ["url"] = "https://pager.example/", ["secret"] = secret, ["entities"] = new JsonArray("sla_breaches") }));
        wrong.Setting.ShouldBe("secret");
        wrong.Message.ShouldNotContain(secret);
    }

    private SignedWebhookConnector Connector(string? former = null)
    {
        var settings = new JsonObject { ["url"] = receiver.Address.ToString(), ["secret"] = Secret, ["entities"] = new JsonArray("sla_breaches") };
        if (former is not null)
            settings["formerSecret"] = former;
        return new SignedWebhookConnector(SignedWebhookSettings.Read(settings), http, clock);
    }

    private Task<IReadOnlyList<WriteResult>> WriteAsync(PushBatch batch) => Connector().WriteAsync(batch, default);

    private static PushBatch Batch(string id, params PushRecord[] records) => new(id, new DateTimeOffset(2026, 3, 14, 8, 0, 0, TimeSpan.Zero), "sla_breaches", records);

    private static PushRecord Record(string key, string subject) =>
        new(new ExternalKey("sla_breaches", key), new Dictionary<string, JsonElement> { ["subject"] = JsonSerializer.SerializeToElement(subject) });
}
