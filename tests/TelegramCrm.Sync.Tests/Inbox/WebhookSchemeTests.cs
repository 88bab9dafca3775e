using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Inbox.Schemes;

namespace TelegramCrm.Sync.Tests.Inbox;

public sealed class WebhookSchemeTests
{
    private const string Body = """{"type":"ticket.created"}""";
    private const string Key = "a secret of sixteen+";
    private const string Noon = "1772366400";

    // 32 bytes of 0x2a
    private const string StandardKey = "whsec_KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio=";

    [Fact]
    public void A_signature_of_the_body_that_openssl_made_is_genuine()
    {
        // printf '{"type":"ticket.created"}' | openssl dgst -sha256 -hmac 'a secret of sixteen+'
        var verdict = Verify(WebhookScheme.BodyHmac, out var sentAt, ("X-Webhook-Signature", "sha256=a09531470e1e5b58162a0ab49cf3df29253d59803f63219f7b9fd0575a37218c"), ("X-Webhook-Timestamp", Noon));
        Assert.Equal((SignatureVerdict.Genuine, Records.Noon), (verdict, sentAt));
    }

    [Theory]
    [InlineData($"t={Noon},v1=RIGHT", SignatureVerdict.Genuine)]
    [InlineData($"t={Noon},v0=00,v1=RIGHT,v1=0000000000000000000000000000000000000000000000000000000000000000", SignatureVerdict.Genuine)]
    [InlineData($"v1=RIGHT,t={Noon}", SignatureVerdict.Genuine)]
    [InlineData("t=1772366401,v1=RIGHT", SignatureVerdict.Forged)] // the second is signed
    [InlineData($"t={Noon},t={Noon},v1=RIGHT", SignatureVerdict.Forged)]
    [InlineData($"t={Noon}", SignatureVerdict.Forged)]
    [InlineData("v1=RIGHT", SignatureVerdict.Forged)]
    [InlineData("", SignatureVerdict.Forged)]
    [InlineData(null, SignatureVerdict.NotSigned)]
    public void A_timestamped_signature_covers_second_and_body(string? header, SignatureVerdict expected) =>
        Assert.Equal(expected, Verify(WebhookScheme.TimestampedHmac, out _, ("X-Webhook-Signature", header?.Replace("RIGHT", Hex(Key, $"{Noon}.{Body}"), StringComparison.Ordinal))));

    [Fact]
    public void A_timestamped_signature_of_long_ago_is_stale() =>
        Assert.Equal(SignatureVerdict.Stale, Verify(WebhookScheme.TimestampedHmac, out _, ("X-Webhook-Signature", $"t=1772366000,v1={Hex(Key, $"1772366000.{Body}")}")));

    [Theory]
    [InlineData("msg_1", Noon, "v1,RIGHT", SignatureVerdict.Genuine)]
    [InlineData("msg_1", Noon, "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= v1a,xx v1,RIGHT", SignatureVerdict.Genuine)]
    [InlineData("msg_2", Noon, "v1,RIGHT", SignatureVerdict.Forged)] // the id is signed
    [InlineData("msg_1", "1772366401", "v1,RIGHT", SignatureVerdict.Forged)]
    [InlineData("msg_1", Noon, "v2,RIGHT", SignatureVerdict.Forged)]
    [InlineData("msg_1", Noon, "RIGHT", SignatureVerdict.Forged)]
    [InlineData("msg_1", Noon, "", SignatureVerdict.Forged)]
    [InlineData(null, Noon, "v1,RIGHT", SignatureVerdict.NotSigned)]
    [InlineData("msg_1", null, "v1,RIGHT", SignatureVerdict.NotSigned)]
    [InlineData("msg_1", Noon, null, SignatureVerdict.NotSigned)]
    public void A_standard_webhook_covers_id_second_and_body(string? id, string? second, string? signature, SignatureVerdict expected)
    {
        var right = Convert.ToBase64String(HMACSHA256.HashData(Enumerable.Repeat((byte)0x2a, 32).ToArray(), Encoding.UTF8.GetBytes($"msg_1.{Noon}.{Body}")));
        Assert.Equal(expected, Verify(WebhookScheme.StandardWebhooks, out _,
            ("webhook-id", id), ("webhook-timestamp", second), ("webhook-signature", signature?.Replace("RIGHT", right, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData(Key, SignatureVerdict.Genuine)]
    [InlineData(Key + "x", SignatureVerdict.Forged)]
    [InlineData("", SignatureVerdict.Forged)]
    [InlineData(null, SignatureVerdict.NotSigned)]
    public void A_secret_in_a_header_proves_the_sender(string? header, SignatureVerdict expected) =>
        Assert.Equal(expected, Verify(WebhookScheme.SecretHeader, out _, ("X-Telegram-Bot-Api-Secret-Token", header)));

    [Theory]
    [InlineData(WebhookScheme.BodyHmac, "X-Webhook-Signature")]
    [InlineData(WebhookScheme.TimestampedHmac, "X-Webhook-Signature")]
    [InlineData(WebhookScheme.StandardWebhooks, "webhook-signature")]
    [InlineData(WebhookScheme.SecretHeader, "X-Telegram-Bot-Api-Secret-Token")]
    public void A_header_that_comes_twice_proves_nothing(WebhookScheme scheme, string header)
    {
        var headers = new HeaderDictionary { [header] = new([Key, Key]), ["webhook-id"] = "msg_1", ["webhook-timestamp"] = Noon };
        Assert.Equal(SignatureVerdict.NotSigned, Make(scheme).Verify(headers, Encoding.UTF8.GetBytes(Body), out _));
    }

    private static IWebhookScheme Make(WebhookScheme scheme) => WebhookSchemes.Make(
        new WebhookConfiguration { Scheme = scheme, Secrets = [new("${ENV:S}", scheme == WebhookScheme.StandardWebhooks ? StandardKey : Key)] }, new FakeTimeProvider(Records.Noon.ToDateTimeOffset()));

    private static SignatureVerdict Verify(WebhookScheme scheme, out NodaTime.Instant sentAt, params (string Name, string? Value)[] headers) =>
        Make(scheme).Verify(new HeaderDictionary(headers.Where(header => header.Value is not null).ToDictionary(header => header.Name, header => new Microsoft.Extensions.Primitives.StringValues(header.Value))), Encoding.UTF8.GetBytes(Body), out sentAt);

    private static string Hex(string key, string content) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(content)));
}
