using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TelegramCrm.Connectors.SignedWebhook;

/// <summary>A record as it is posted. Sent again, it has the same id and the same bytes, so that a receiver can tell that it has it already.</summary>
/// <param name="Id">What the header <c>webhook-id</c> says.</param>
/// <param name="Body">JSON: the type, the time, the key, and the fields as <c>data</c>.</param>
internal sealed record WebhookMessage(string Id, byte[] Body)
{
    public static WebhookMessage Of(PushBatch batch, PushRecord record)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { type = batch.Entity, timestamp = batch.ClaimedAt, key = record.Key.Value, data = record.Fields });
        // Not of the body alone: a record that becomes what it once was is news again.
        var id = $"msg_{Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(batch.Id), 0, .. body]))[..32]}";
        return new WebhookMessage(id, body);
    }

    /// <summary>An attempt to send it now.</summary>
    public HttpRequestMessage ToRequest(Uri address, IReadOnlyList<SigningSecret> secrets, DateTimeOffset now)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", Id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", string.Join(' ', secrets.Select(secret => secret.Sign(Id, now, Body))));
        return request;
    }
}
