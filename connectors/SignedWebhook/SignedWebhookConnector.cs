using System.Net;

namespace TelegramCrm.Connectors.SignedWebhook;

/// <summary>
/// Posts each new or changed record to an address, signed after Standard Webhooks. The receiver can't be asked what it has: that it takes a message only once
/// is its own affair, and the id that stays the same is what it knows it by.
/// </summary>
/// <param name="settings">Where to, and what.</param>
/// <param name="http">The way there.</param>
/// <param name="time">The clock of the signatures.</param>
public sealed class SignedWebhookConnector(SignedWebhookSettings settings, HttpClient http, TimeProvider time) : IConnector
{
    /// <summary>What the configuration calls this connector.</summary>
    public const string Type = "signed-webhook";

    private const int MostWords = 300;

    // Receivers refuse what is older than five minutes; a request may have waited for its turn.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public IReadOnlyList<ReceivedEntity> Receives { get; } = [.. settings.Entities.Select(entity => new ReceivedEntity(entity) { RepeatsAreHarmless = true, IsHandedOver = true })];

    /// <summary>Sees whether anybody answers there. Only a message would show whether the signature is taken, and a message is a write.</summary>
    /// <inheritdoc/>
    public async Task<CheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        using var question = new HttpRequestMessage(HttpMethod.Options, settings.Address);
        using var answer = await http.SendAsync(question, cancellationToken);
        return answer.StatusCode is >= HttpStatusCode.InternalServerError or HttpStatusCode.Gone
            ? CheckResult.NotReady($"{settings.Address.Host} answers {(int)answer.StatusCode}; see to the receiver, or to url in the settings")
            : CheckResult.Ready($"{settings.Address.Host} answers; whether it takes our signature shows only with the first message");
    }

    /// <summary>Nobody can be asked, so nothing is ever found.</summary>
    /// <inheritdoc/>
    public Task<RemoteRecord?> FindAsync(ExternalKey key, CancellationToken cancellationToken) => Task.FromResult<RemoteRecord?>(null);

    /// <inheritdoc/>
    public Task<IReadOnlyList<WriteResult>> WriteAsync(PushBatch batch, CancellationToken cancellationToken) =>
        batch.WriteEachAsync((record, token) => PostAsync(WebhookMessage.Of(batch, record), record.Key, token), cancellationToken);

    private async Task<RemoteRecord> PostAsync(WebhookMessage message, ExternalKey key, CancellationToken cancellationToken)
    {
        while (true)
        {
            var signedAt = time.GetUtcNow();
            using var request = message.ToRequest(settings.Address, settings.Secrets, signedAt);
            using var answer = await http.SendAsync(request, cancellationToken);
            if (answer.IsSuccessStatusCode)
                return new RemoteRecord(message.Id);
            if (!IsRefusal(answer.StatusCode))
                throw new HttpRequestException($"{settings.Address.Host} answers {(int)answer.StatusCode} to {message.Id}", inner: null, answer.StatusCode);
            if (time.GetUtcNow() - signedAt < Fresh)
                throw await RefusedAsync(key, answer, cancellationToken);
            // Perhaps it was refused for nothing but its age.
        }
    }

    private static bool IsRefusal(HttpStatusCode status) => status is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError
        and not (HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or (HttpStatusCode)425 or HttpStatusCode.TooManyRequests);

    private static async Task<RecordRefusedException> RefusedAsync(ExternalKey key, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var words = new string([.. (await answer.Content.ReadAsStringAsync(cancellationToken)).Select(letter => char.IsControl(letter) ? ' ' : letter).Take(MostWords)]).Trim();
        return new RecordRefusedException(key, words.Length == 0 ? $"the receiver answers {(int)answer.StatusCode}" : $"the receiver answers {(int)answer.StatusCode}: {words}", answer.StatusCode switch
        {
            HttpStatusCode.Gone => "the receiver wants no more: take the connector out of the configuration, or mend url",
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => "give both sides the same secret, and retry",
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => "mend url in the settings, and retry",
            HttpStatusCode.RequestEntityTooLarge => "map fewer or shorter fields in the model",
            _ => "change the model to what the receiver takes, or mend the receiver and retry",
        });
    }
}
