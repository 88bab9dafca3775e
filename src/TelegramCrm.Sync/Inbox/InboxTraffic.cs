using NodaTime;

namespace TelegramCrm.Sync.Inbox;

/// <summary>Counts what comes and goes, minute by minute, for the last hour of this process. Safe for use by several threads.</summary>
public sealed class InboxTraffic
{
    private const int Minutes = 61; // an hour, and the minute that is not over yet

    private readonly Lock gate = new();
    private readonly Minute[] minutes = [.. Enumerable.Range(0, Minutes).Select(_ => new Minute())];
    private Instant? begun;

    /// <summary>What happened in the last so many minutes, the present one included.</summary>
    /// <param name="span">Up to an hour, in whole minutes.</param>
    /// <param name="now">The present instant.</param>
    public InboxFlow Over(Duration span, Instant now)
    {
        lock (gate)
        {
            var latest = NumberOf(now);
            var sum = new Minute();
            foreach (var minute in minutes.Where(minute => minute.Number > latest - (long)span.TotalMinutes && minute.Number <= latest))
                sum.Add(minute);
            var soLong = begun is { } since ? Duration.Max(Duration.FromSeconds(1), Duration.Min(span, now - since)) : span;
            return new(
                soLong, sum.Stored, sum.Repeated, sum.Refused.ToDictionary(pair => pair.Key.Code, pair => pair.Value), sum.Refused.Where(pair => pair.Key.IsOurs).Sum(pair => pair.Value),
                sum.Applied, sum.Dead, sum.Latencies.Within(0.5), sum.Latencies.Within(0.95));
        }
    }

    internal void Came(bool isNew, Instant now)
    {
        InboxMeter.Came(isNew ? "stored" : "repeated");
        lock (gate)
        {
            var minute = At(now);
            (minute.Stored, minute.Repeated) = (minute.Stored + (isNew ? 1 : 0), minute.Repeated + (isNew ? 0 : 1));
        }
    }

    /// <returns>Whether it is the first of its kind in this minute: worth a line in the log, where ten thousand would bury all else.</returns>
    internal bool Refused(Refusal refusal, Instant now)
    {
        InboxMeter.Refused(refusal);
        lock (gate)
        {
            var refused = At(now).Refused;
            return (refused[refusal] = refused.GetValueOrDefault(refusal) + 1) == 1;
        }
    }

    internal void Settled(Settlement settlement, Instant now)
    {
        InboxMeter.Left("applied", settlement.Applied.Count);
        InboxMeter.Left("unrecognized", settlement.Unrecognized.Count);
        InboxMeter.Left("postponed", settlement.Postponed.Count);
        InboxMeter.Left("dead", settlement.Dead.Count);
        lock (gate)
        {
            var minute = At(now);
            minute.Applied += settlement.Applied.Count;
            minute.Dead += settlement.Dead.Count;
            foreach (var delivery in settlement.Applied)
            {
                InboxMeter.Applied(now - delivery.ReceivedAt);
                minute.Latencies.Count(now - delivery.ReceivedAt);
            }
        }
    }

    private Minute At(Instant now)
    {
        begun ??= now;
        var number = NumberOf(now);
        var minute = minutes[(int)(number % Minutes)];
        if (minute.Number < number)
            minute.Begin(number);
        return minute;
    }

    private static long NumberOf(Instant instant) => instant.ToUnixTimeSeconds() / 60;

    private sealed class Minute
    {
        public long Number { get; private set; }

        public long Stored { get; set; }

        public long Repeated { get; set; }

        public long Applied { get; set; }

        public long Dead { get; set; }

        public Dictionary<Refusal, long> Refused { get; } = [];

        public Latencies Latencies { get; } = new();

        public void Begin(long number)
        {
            (Number, Stored, Repeated, Applied, Dead) = (number, 0, 0, 0, 0);
            Refused.Clear();
            Latencies.Clear();
        }

        public void Add(Minute other)
        {
            (Stored, Repeated, Applied, Dead) = (Stored + other.Stored, Repeated + other.Repeated, Applied + other.Applied, Dead + other.Dead);
            foreach (var (refusal, count) in other.Refused)
                Refused[refusal] = Refused.GetValueOrDefault(refusal) + count;
            Latencies.Add(other.Latencies);
        }
    }
}
