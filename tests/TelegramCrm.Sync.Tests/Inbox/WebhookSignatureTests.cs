using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Inbox;

namespace TelegramCrm.Sync.Tests.Inbox;

public sealed class WebhookSignatureTests
{
    [Fact]
    public void A_signature_that_openssl_made_is_genuine()
    {
        var signature = new WebhookSignature([new Secret("${ENV:S}", "a secret of sixteen+")], Duration.FromMinutes(5), new FakeTimeProvider(Records.Noon.ToDateTimeOffset()));
        var headers = new HeaderDictionary
        {
            // printf '{"type":"ticket.created"}' | openssl dgst -sha256 -hmac 'a secret of sixteen+'
            [WebhookSignature.SignatureHeader] = "sha256=a09531470e1e5b58162a0ab49cf3df29253d59803f63219f7b9fd0575a37218c",
            [WebhookSignature.TimestampHeader] = "1772366400",
        };
        Assert.Equal(SignatureVerdict.Genuine, signature.Verify(headers, """{"type":"ticket.created"}"""u8, out var sentAt));
        Assert.Equal(Records.Noon, sentAt);
    }

    [Fact]
    public void Two_signatures_are_none()
    {
        var signature = new WebhookSignature([new Secret("${ENV:S}", "a secret of sixteen+")], Duration.FromMinutes(5), TimeProvider.System);
        var right = Mailroom.Sign("{}", "a secret of sixteen+");
        var headers = new HeaderDictionary { [WebhookSignature.SignatureHeader] = new([right, right]) };
        Assert.Equal(SignatureVerdict.NotSigned, signature.Verify(headers, "{}"u8, out _));
    }
}
