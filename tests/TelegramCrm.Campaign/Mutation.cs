using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Campaign;

/// <summary>A genuine delivery to which something was done.</summary>
/// <param name="DeliveryId">The id in the body that is sent; the one it had before where none is to be read.</param>
/// <param name="Head">Request line and headers.</param>
/// <param name="Body">The body.</param>
/// <param name="IsGenuine">Whether the signature that is sent, once, is still the one that the secret makes of the body that is sent.</param>
internal sealed record Mutation(string DeliveryId, string Head, byte[] Body, bool IsGenuine)
{
    private const string SignatureName = "X-Webhook-Signature";

    /// <summary>Draws one.</summary>
    /// <param name="seed">Of all of them.</param>
    /// <param name="number">Which.</param>
    /// <param name="secret">What genuine ones are signed with.</param>
    /// <param name="now">When it is sent.</param>
    public static Mutation Draw(int seed, int number, string secret, DateTimeOffset now)
    {
        var random = new Random(HashCode.Combine(seed, number)); // the same within a process, which is all that a mutation needs
        var id = $"whd-{number:0000000}";
        var body = Encoding.UTF8.GetBytes(Delivery(id, random));
        var signature = Sign(body, secret);
        var sent = random.NextDouble() < 0.6 ? Mutate(body, random) : body;
        var signatures = Signatures(signature, sent, secret, random);
        var headers = new List<string>
        {
            $"Content-Type: {Pick(random, "application/json", "application/json", "application/json", "application/json; charset=utf-8", "text/plain", "application/json\t", "multipart/form-data")}",
            $"Content-Length: {Length(sent, random)}",
            $"X-Webhook-Timestamp: {Timestamp(now.ToUnixTimeSeconds(), random)}",
            $"X-Webhook-Id: {Pick(random, id, id, id, new string('x', 9000), "", "\u00ff\u00fe")}",
        };
        headers.AddRange(signatures.Select(value => $"{Pick(random, SignatureName, SignatureName.ToLowerInvariant(), SignatureName.ToUpperInvariant())}: {value}"));
        if (random.NextDouble() < 0.05) headers.Add($"X-Noise: {new string('n', random.Next(40_000))}");
        if (random.NextDouble() < 0.05) headers.Add("Transfer-Encoding: chunked");
        var head = $"{Pick(random, "POST", "POST", "POST", "POST", "POST", "PUT", "GET")} /webhooks/crm HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{string.Join("\r\n", Shuffled(headers, random))}";
        return new(IdIn(sent) ?? id, head, sent, signatures.Count == 1 && string.Equals(signatures[0].Trim(), Sign(sent, secret), StringComparison.OrdinalIgnoreCase));
    }

    private static string? IdIn(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject envelope ? (string?)envelope["id"] : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static string Sign(byte[] body, string secret) => $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}";

    private static string Delivery(string id, Random random)
    {
        var ticket = $$"""{"id":"t-{{random.Next(50)}}","number":1,"source":{"channel":"telegram"},"subject":"{{Pick(random, "x", "\\u0000", "\\ud800", "<script>", "\ud83d\ude00")}}","status":"new","priority":"normal","created_at":"2026-03-01T12:00:00Z","updated_at":"2026-03-01T12:00:00Z"}""";
        var data = Pick(random, $$"""{"ticket":{{ticket}}}""", "{}", $$"""{"ticket":{{new string('[', 200)}}{{new string(']', 200)}}}""", """{"ticket":{"number":1e400}}""");
        return $$"""{"id":"{{id}}","type":"{{Pick(random, "ticket.updated", "ticket.created", "nobody.knows")}}","occurred_at":"2026-03-01T12:00:00Z","workspace_id":"ws-sandbox","data":{{data}}}""";
    }

    private static byte[] Mutate(byte[] body, Random random)
    {
        var copy = body.ToArray();
        switch (random.Next(6))
        {
            case 0: copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8)); return copy;
            case 1: return copy[..random.Next(copy.Length)];
            case 2: return [.. copy, .. " \0\u00ff"u8];
            case 3: copy.AsSpan(random.Next(copy.Length)).Clear(); return copy;
            case 4: return [.. copy, .. copy];
            default: random.NextBytes(copy); return copy;
        }
    }

    private static List<string> Signatures(string signature, byte[] sent, string secret, Random random) => random.Next(10) switch
    {
        0 => [],
        1 => [signature, signature],
        2 => [signature.ToUpperInvariant()],
        3 => [signature[..random.Next(signature.Length)]],
        4 => [$"sha256={new string('0', 64)}"],
        5 => [Sign(sent, secret + "x")],
        6 => [$"  {signature}  "],
        7 => [Sign(sent, secret)],
        8 => [signature.Replace("sha256", "md5", StringComparison.Ordinal)],
        _ => [signature],
    };

    private static string Timestamp(long now, Random random) =>
        Pick(random, $"{now}", $"{now}", $"{now}", $"{now - 100_000}", $"{now + 100_000}", "99999999999999999999", "-1", "", "1e9", "now");

    private static string Length(byte[] sent, Random random) => random.NextDouble() < 0.99 ? $"{sent.Length}" : Pick(random, "0", "-1", "1", "99999999999", $"{sent.Length - 1}");

    private static T Pick<T>(Random random, params T[] of) => of[random.Next(of.Length)];

    private static List<string> Shuffled(List<string> lines, Random random) => [.. lines.OrderBy(_ => random.Next())];
}
