namespace TelegramCrm.Sync.Load;

/// <summary>What became of records.</summary>
/// <param name="Extracted">Those that came, embedded ones included.</param>
/// <param name="Loaded">Those that were new or newer and were written.</param>
/// <param name="Quarantined">Those that broke the API's promise.</param>
public readonly record struct LoadCounts(long Extracted, long Loaded, long Quarantined)
{
    /// <summary>Both together.</summary>
    public static LoadCounts operator +(LoadCounts left, LoadCounts right) =>
        new(left.Extracted + right.Extracted, left.Loaded + right.Loaded, left.Quarantined + right.Quarantined);
}
