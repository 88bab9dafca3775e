using NodaTime;

namespace TelegramCrm.Sync.Crm;

/// <summary>Which CRM to read, and how patiently.</summary>
public sealed record CrmAddress
{
    /// <summary>The API's root, such as <c>https://crm.example/api/v1</c>.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>Sent as <c>X-Api-Key</c>.</summary>
    public required string ApiKey { get; init; }

    /// <summary>Sent as <c>Authorization: Bearer</c>.</summary>
    public required string SecretToken { get; init; }

    /// <summary>How long one try may take, answer's body included.</summary>
    public Duration TryTimeout { get; init; } = Duration.FromSeconds(60);

    /// <summary>How long a request may take with all its tries; waits that the rate limit or a 429 asks for are not counted against it.</summary>
    public Duration TotalTimeout { get; init; } = Duration.FromMinutes(10);

    /// <summary>How often, at least once, a request is tried again after a passing fault; usually <see cref="TotalTimeout"/> ends it first.</summary>
    public int MaxRetries { get; init; } = int.MaxValue;

    /// <summary>How many requests of one endpoint category may be on their way at once.</summary>
    public int ParallelRequests { get; init; } = 4;

    /// <summary>The largest answer that is taken, unpacked.</summary>
    public int MaxAnswerBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>How long the first wait before another try is, give or take; each further one is twice as long, up to a minute.</summary>
    public Duration RetryDelay { get; init; } = Duration.FromMilliseconds(500);

    /// <summary>Says where, never with what.</summary>
    public override string ToString() => BaseUrl.ToString();
}
