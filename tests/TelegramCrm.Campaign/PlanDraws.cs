using TelegramCrm.Sandbox;

namespace TelegramCrm.Campaign;

/// <summary>What a seed draws for a round, one thing after the other.</summary>
/// <param name="seed">The same seed gives the same draws in the same order.</param>
internal sealed class PlanDraws(int seed)
{
    private const int MostRequests = 300; // of one whole reading: a round is killed and begun anew several times
    private const int FaultsOfAReading = 8; // of those that cost a wait before the next try
    private const int RecordsOfATicket = 7;
    private const int RecordsOfTheLongThread = 130;
    private const int LargeBytes = 24_000_000;

    private static readonly string[] Steps = ["reading the CRM", "computing the figures", "testing the data", "publishing"];

    private readonly Random random = new(seed);

    /// <summary>How many requests one whole reading takes, about.</summary>
    public static int RequestsOf(IReadOnlyDictionary<string, long>? records, int tickets, int pageSize) =>
        (int)((records is null ? (tickets * RecordsOfATicket) + RecordsOfTheLongThread : records.Where(stream => stream.Key != "messages").Sum(stream => stream.Value)) / pageSize) + 7;

    /// <summary>How many tickets, and how large pages: small ones for few records, so that a reading stays of one length.</summary>
    public (int Tickets, int PageSize) Size(IReadOnlyDictionary<string, long>? records)
    {
        var pageSize = (int)Math.Pow(200, random.NextDouble()); // one as likely as from 2 to 3, or from 100 to 150
        if (records is not null) return ((int)records["tickets"], Math.Min(500, Math.Max(pageSize, (int)(records.Values.Sum() / MostRequests) + 1)));
        return (Math.Clamp(((MostRequests * pageSize) - RecordsOfTheLongThread) / RecordsOfATicket, 20, 60 + random.Next(200)), pageSize);
    }

    public int NoteLength(int tickets) => Falls(0.4) ? LargeBytes / tickets : 0;

    /// <summary>Each kind of fault in some rounds, and seldom enough that a reading comes to its end.</summary>
    public SandboxFaults Faults(RoundKind kind, int requests)
    {
        var mixed = SandboxFaults.Mixed(seed);
        var costly = mixed.ServerErrors + mixed.ConnectionResets + mixed.TruncatedBodies + mixed.HtmlPages + mixed.BrokenGzip + mixed.SlowAnswers;
        var scale = Math.Min(1, FaultsOfAReading / (requests * costly));
        return mixed with
        {
            ServerErrors = scale * Sometimes(mixed.ServerErrors),
            ConnectionResets = scale * Sometimes(mixed.ConnectionResets),
            TruncatedBodies = scale * Sometimes(mixed.TruncatedBodies),
            HtmlPages = scale * Sometimes(mixed.HtmlPages),
            BrokenGzip = scale * Sometimes(mixed.BrokenGzip),
            SlowAnswers = scale * Sometimes(mixed.SlowAnswers),
            LostCursors = Sometimes(mixed.LostCursors),
            RepeatedCursors = Sometimes(2.0 / requests),
            ForgottenCursors = Sometimes(2.0 / requests),
            Ties = Sometimes(0.5 * random.NextDouble()),
            ChangesBetweenPages = Sometimes(0.7 * random.NextDouble()),
            LateCommits = Sometimes(0.4 * random.NextDouble()),
            LateBy = TimeSpan.FromSeconds(10 + random.Next(110)),
            ClockSkew = TimeSpan.FromSeconds(Sometimes(random.Next(-600, 600))),
            DuplicatedDeliveries = Sometimes(0.3 * random.NextDouble()),
            ReorderedDeliveries = Sometimes(0.3 * random.NextDouble()),
            MalformedRecords = kind == RoundKind.Malformed ? 0.02 + (0.06 * random.NextDouble()) : 0,
        };
    }

    /// <summary>Limits that a reading meets some times, each time for a second or two.</summary>
    public SandboxRateLimits RateLimits(int requests) => !Falls(0.5) ? SandboxRateLimits.Unreachable : SandboxRateLimits.Unreachable with
    {
        Tickets = Math.Max(3, requests / (2 + random.Next(3))),
        Templates = 2 + random.Next(5),
        Window = TimeSpan.FromSeconds(1 + random.Next(2)),
        RetryAfterAsDate = Falls(0.5),
    };

    /// <summary>What is started and killed, one after the other.</summary>
    /// <param name="requests">Of one whole reading.</param>
    /// <param name="today">The CRM's present, from which backfills reach back.</param>
    public IReadOnlyList<PlannedRun> Runs(int requests, DateOnly today) => [.. Enumerable.Range(0, 3 + random.Next(3)).Select(_ => Run(requests, today))];

    private PlannedRun Run(int requests, DateOnly today) => random.NextDouble() switch
    {
        < 0.08 => new(Falls(0.5) ? ["transform"] : ["transform", "--full"], new KillPoint(Bytes: Bytes()), Changes()),
        < 0.16 => new(["publish"], new KillPoint(Bytes: Bytes()), Changes()),
        < 0.26 => new(["backfill", "--from", $"{today.AddDays(-random.Next(1, 60)):yyyy-MM-dd}", "--to", $"{today:yyyy-MM-dd}"], AtARequest(requests), Changes()),
        < 0.34 => new(["reconcile", "--fix"], AtARequest(requests), Changes()),
        < 0.64 => new(Falls(0.8) ? ["sync"] : ["sync", "--full-refresh"], AtARequest(requests), Changes()),
        _ => new(["sync"], new KillPoint(Steps[random.Next(Steps.Length)], Bytes: Bytes()), Changes()),
    };

    private KillPoint AtARequest(int requests) => new(Requests: 1 + random.Next(requests), Bytes: Falls(0.5) ? Bytes() : 0);

    /// <summary>As likely between 1 and 10 as between 100,000 and a million.</summary>
    private long Bytes() => (long)Math.Pow(4_000_000, random.NextDouble());

    private int Changes() => random.Next(8);

    private double Sometimes(double rate) => Falls(0.7) ? rate : 0;

    private bool Falls(double share) => random.NextDouble() < share;
}
