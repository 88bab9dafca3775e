using NodaTime;
using TelegramCrm.Sync.Crm;

namespace TelegramCrm.Sync.Extract.Planning;

/// <summary>What reading one stream will probably take. Null is what can't be known before.</summary>
/// <param name="Stream">The stream, or <c>threads</c>.</param>
/// <param name="Category">Whose rate limit it uses.</param>
/// <param name="Basis">What the estimate rests on, in words.</param>
public sealed record PlannedReading(string Stream, EndpointCategory Category, string Basis)
{
    /// <summary>Records that will come, embedded ones not counted.</summary>
    public long? Records { get; init; }

    /// <summary>Requests that will be sent.</summary>
    public long? Requests { get; init; }

    /// <summary>How long it will take, waits for the rate limit not counted; from earlier runs, else at least so long as these requests take.</summary>
    public Duration? Time { get; init; }
}
