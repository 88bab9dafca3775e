namespace TelegramCrm.Sync.Transform;

/// <summary>What a data test found.</summary>
/// <param name="Test">The test that ran.</param>
/// <param name="FailedRows">How many rows there are that must not exist; 0 when it passed.</param>
/// <param name="Example">One of those rows as a JSON object; null when it passed. It may hold customers' words: not for logs.</param>
public sealed record DataTestResult(DataTest Test, long FailedRows, string? Example)
{
    /// <summary>Whether no such row exists.</summary>
    public bool Passed => FailedRows == 0;
}
