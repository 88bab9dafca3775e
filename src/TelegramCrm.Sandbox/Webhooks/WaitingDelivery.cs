namespace TelegramCrm.Sandbox.Webhooks;

/// <summary>A delivery that its endpoint has not confirmed yet: the same id and bytes at every try.</summary>
internal sealed record WaitingDelivery(string Id, Subscription To, byte[] Body, DateTimeOffset Since, DateTimeOffset DueAt, int Tries)
{
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromHours(24);

    private static readonly double[] DelaySeconds = [5, 15, 60, 300, 900, 3600];

    /// <summary>The next try, later each time; null when a day has passed.</summary>
    public WaitingDelivery? AfterFailure(DateTimeOffset now)
    {
        var next = now.AddSeconds(DelaySeconds[Math.Min(Tries, DelaySeconds.Length - 1)]);
        return next - Since > GivenUpAfter ? null : this with { Tries = Tries + 1, DueAt = next };
    }
}
