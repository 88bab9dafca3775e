using NodaTime;

namespace TelegramCrm.Sync.Crm;

/// <summary>One request with all its tries: what is asked for, and what it has taken so far.</summary>
/// <param name="method">The verb.</param>
/// <param name="path">Below the API's root, without a query: cursors and filters stay out of logs.</param>
/// <param name="time">The clock.</param>
public sealed class RequestEffort(HttpMethod method, string path, TimeProvider time)
{
    private readonly long begunAt = time.GetTimestamp();
    private TimeSpan atTheGate;

    /// <summary>The verb.</summary>
    public HttpMethod Method { get; } = method;

    /// <summary>Below the API's root, without a query.</summary>
    public string Path { get; } = path;

    /// <summary>What is sent along, a JSON value; null for nothing.</summary>
    public ReadOnlyMemory<byte>? Json { get; init; }

    /// <summary>Where it lines up.</summary>
    public EndpointCategory Category { get; init; } = CategoryOf(path);

    /// <summary>The version that must still stand for it to be done; null for any.</summary>
    public string? IfMatch { get; init; }

    /// <summary>How long it is tried; null for as long as the address says.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>
    /// Whether doing it twice does no more than doing it once: a fault leaves it open whether the CRM acted. What depends on a version that it changes
    /// itself is done once at most.
    /// </summary>
    public bool IsRepeatable => (Method != HttpMethod.Post && Method != HttpMethod.Patch) || IfMatch is not null;

    /// <summary>How often it was sent.</summary>
    public int Tries { get; private set; }

    /// <summary>When it was sent first; null before that.</summary>
    public Instant? FirstTriedAt { get; private set; }

    /// <summary>When it was sent last; null before the first time.</summary>
    public Instant? LastTriedAt { get; private set; }

    /// <summary>How long it has taken, all waits included.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(begunAt);

    /// <summary>How long it has taken without the waits that the rate limit and the line before it asked for: they are nobody's fault.</summary>
    public TimeSpan Spent => Elapsed - atTheGate;

    /// <summary>Waits at the gate; the time is not counted in <see cref="Spent"/>.</summary>
    /// <param name="gate">The category's gate.</param>
    /// <param name="cancellationToken">Leaves the line.</param>
    public async Task<EndpointGate.Passage> EnterAsync(EndpointGate gate, CancellationToken cancellationToken)
    {
        var since = Elapsed;
        try
        {
            return await gate.EnterAsync(cancellationToken);
        }
        finally
        {
            atTheGate += Elapsed - since;
        }
    }

    /// <summary>Counts a try.</summary>
    public void CountTry()
    {
        Tries++;
        LastTriedAt = Instant.FromDateTimeOffset(time.GetUtcNow());
        FirstTriedAt ??= LastTriedAt;
    }

    /// <summary>The limit that requests of a path count against.</summary>
    /// <param name="path">Below the API's root.</param>
    public static EndpointCategory CategoryOf(string path) => path.Split('/')[0] switch
    {
        "tickets" or "ticket-events" => EndpointCategory.Tickets,
        "templates" or "template-usages" => EndpointCategory.Templates,
        "agents" or "queues" => EndpointCategory.Agents,
        "webhooks" => EndpointCategory.Webhooks,
        _ => EndpointCategory.Other,
    };
}
