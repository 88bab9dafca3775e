namespace TelegramCrm.Sync.Configuration;

/// <summary>What <c>tgcrm reconcile --fix</c> may mark as deleted because the CRM no longer lists it.</summary>
public sealed record SweepConfiguration
{
    /// <summary>The largest share of a stream's records, rounded up to whole ones; a sweep of more is refused. With 0 nothing is ever swept.</summary>
    [Within(0.0, 1.0)]
    public double MaxDeletedShare { get; init; } = 0.05;
}
