using NodaTime;

namespace TelegramCrm.Sync.Dashboard.Access;

/// <summary>How many wrong tokens are heard out: a few a minute from an address, and some more from all of them together. Safe for use by several threads.</summary>
/// <param name="time">The clock.</param>
internal sealed class GuessPace(TimeProvider time)
{
    public const int MostOfAnAddress = 5;
    public const int MostOfAll = 50;

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> wrong = [];
    private int all;
    private Instant until = Instant.MinValue;

    /// <summary>The length of a span; with the next one counting begins anew.</summary>
    public static Duration Span { get; } = Duration.FromMinutes(1);

    /// <summary>How long an address must wait before its next guess is heard; null when it is heard now.</summary>
    public Duration? Wait(string address)
    {
        lock (gate)
        {
            var now = Renew();
            return all >= MostOfAll || wrong.GetValueOrDefault(address) >= MostOfAnAddress ? Duration.Max(Duration.FromSeconds(1), until - now) : null;
        }
    }

    /// <summary>Counts a wrong guess.</summary>
    public void Count(string address)
    {
        lock (gate)
        {
            Renew();
            (wrong[address], all) = (wrong.GetValueOrDefault(address) + 1, all + 1);
        }
    }

    private Instant Renew()
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        if (now >= until)
        {
            wrong.Clear();
            (all, until) = (0, now + Span);
        }
        return now;
    }
}
