using NodaTime;

namespace TelegramCrm.Sync.Configuration;

/// <summary>The CRM to read from, and how.</summary>
public sealed record SourceConfiguration
{
    /// <summary>The root of the CRM's API, with its version: <c>https://crm.example.com/api/v1</c>.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>Sent as <c>X-Api-Key</c>.</summary>
    public required Secret ApiKey { get; init; }

    /// <summary>Sent as the bearer token.</summary>
    public required Secret SecretToken { get; init; }

    /// <summary>Whether <c>baseUrl</c> may be http:// although it is not this machine. Credentials and customers' words then travel readable by all.</summary>
    public bool AllowInsecure { get; init; }

    /// <summary>Records a page. Larger pages mean fewer requests.</summary>
    [Within(1, 500)]
    public int PageSize { get; init; } = 500;

    /// <summary>How far before its mark a run starts to read again, for records that the CRM showed late.</summary>
    [Within("0s", "7d")]
    public Duration Lookback { get; init; } = Duration.FromMinutes(5);

    /// <summary>How long the CRM may take to show a record it has stamped; the mark stays this far behind the CRM's clock.</summary>
    [Within("0s", "1h")]
    public Duration Settle { get; init; } = Duration.FromSeconds(60);

    /// <summary>How long one try of a request may take.</summary>
    [Within("1s", "10m")]
    public Duration RequestTimeout { get; init; } = Duration.FromSeconds(30);

    /// <summary>How long a request is tried, with the waits between its tries; waits that the CRM's rate limit asks for are not counted.</summary>
    [Within("1s", "1d")]
    public Duration TotalTimeout { get; init; } = Duration.FromMinutes(10);

    /// <summary>How many requests may be on their way at once in each of the categories that the CRM limits: tickets, templates, agents, webhooks.</summary>
    [Within(1, 32)]
    public int ParallelRequests { get; init; } = 4;

    /// <summary>What <c>tgcrm reconcile --fix</c> may mark as deleted because the CRM no longer lists it.</summary>
    public SweepConfiguration Sweep { get; init; } = new();
}
