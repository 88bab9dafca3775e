using NodaTime;

namespace TelegramCrm.Sync.Inbox;

/// <summary>How long things took, in a handful of classes: cheap to count, exact enough to say "within two seconds".</summary>
internal sealed class Latencies
{
    /// <summary>The upper ends of the classes, in seconds; what took longer than the last belongs to one more class.</summary>
    public static readonly double[] Bounds = [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60, 300, 3600];

    private readonly long[] counts = new long[Bounds.Length + 1];

    public void Count(Duration latency)
    {
        var index = Array.BinarySearch(Bounds, latency.TotalSeconds);
        counts[index < 0 ? ~index : index]++;
    }

    public void Add(Latencies others)
    {
        for (var index = 0; index < counts.Length; index++)
            counts[index] += others.counts[index];
    }

    public void Clear() => Array.Clear(counts);

    /// <summary>Within how many seconds so large a share was done: the upper end of its class; null when nothing was, or it took longer than all classes.</summary>
    public double? Within(double share)
    {
        var (all, soFar) = (counts.Sum(), 0L);
        for (var index = 0; index < Bounds.Length && all > 0; index++)
        {
            soFar += counts[index];
            if (soFar >= all * share)
                return Bounds[index];
        }
        return null;
    }
}
