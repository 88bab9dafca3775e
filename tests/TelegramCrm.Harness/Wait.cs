namespace TelegramCrm.Harness;

/// <summary>Waits for what another process or connection does. Time decides nothing but when to give up.</summary>
internal static class Wait
{
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(2);

    /// <exception cref="OperationCanceledException">It never came.</exception>
    public static Task UntilAsync(Func<bool> isSeen) => UntilAsync(() => Task.FromResult(isSeen()));

    /// <exception cref="OperationCanceledException">It never came.</exception>
    public static async Task UntilAsync(Func<Task<bool>> isSeenAsync)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (!await isSeenAsync()) await looks.WaitForNextTickAsync(patience.Token);
    }
}
