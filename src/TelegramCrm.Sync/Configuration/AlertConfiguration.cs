using NodaTime;

namespace TelegramCrm.Sync.Configuration;

/// <summary>What the service tells of promises that come near or are broken.</summary>
public sealed record AlertConfiguration
{
    /// <summary>How far before its very first start the service looks back: what came near or was broken earlier is history and is not told.</summary>
    [Within("0s", "30d")]
    public Duration LookBack { get; init; } = Duration.FromHours(1);
}
