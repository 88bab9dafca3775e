namespace TelegramCrm.Sandbox;

/// <summary>
/// What goes wrong, and how often. Rates are probabilities from 0 to 1; each is drawn from the seed and the number of
/// the request, change or delivery, so that the same calls in the same order meet the same faults.
/// </summary>
public sealed record SandboxFaults
{
    /// <summary>A server on its best behaviour.</summary>
    public static SandboxFaults None { get; } = new();

    /// <summary>What the draws begin with.</summary>
    public int Seed { get; init; }

    /// <summary>Share of requests answered 500, 502, 503 or 504 in place of being done.</summary>
    public double ServerErrors { get; init; }

    /// <summary>Share of requests whose connection is cut without an answer; a write has been done by then.</summary>
    public double ConnectionResets { get; init; }

    /// <summary>Share of requests whose answer breaks off in the middle; a write has been done by then.</summary>
    public double TruncatedBodies { get; init; }

    /// <summary>Share of requests answered with a web page, half of them under status 200, half under 502.</summary>
    public double HtmlPages { get; init; }

    /// <summary>Share of answers packed as gzip that can't be unpacked, half of them cut, half of them damaged; a client that takes no gzip is spared.</summary>
    public double BrokenGzip { get; init; }

    /// <summary>Share of answers that come drop by drop.</summary>
    public double SlowAnswers { get; init; }

    /// <summary>How long a slow answer takes from its first byte to its last.</summary>
    public TimeSpan SlowBy { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Share of changes that are stamped now and become visible after <see cref="LateBy"/>.</summary>
    public double LateCommits { get; init; }

    /// <summary>How long a late commit stays unseen.</summary>
    public TimeSpan LateBy { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Share of changes stamped with the very time of the change before; of generated tickets, those that share an hour's end.</summary>
    public double Ties { get; init; }

    /// <summary>Share of ticket pages after which another ticket changes before the next page is asked for.</summary>
    public double ChangesBetweenPages { get; init; }

    /// <summary>By how much <c>server_time</c>, the Date header and rate-limit resets run ahead of the stamps; negative: behind.</summary>
    public TimeSpan ClockSkew { get; init; }

    /// <summary>Share of records that lists give in a broken shape: a wrong type, no id, an impossible date. The same record every time.</summary>
    public double MalformedRecords { get; init; }

    /// <summary>Share of pages that claim to be the last although more records follow.</summary>
    public double LostCursors { get; init; }

    /// <summary>Share of follow-up pages that give the cursor they were asked with once more.</summary>
    public double RepeatedCursors { get; init; }

    /// <summary>Share of follow-up pages refused with 400, as if the server no longer knew the cursor it gave.</summary>
    public double ForgottenCursors { get; init; }

    /// <summary>Share of webhook deliveries sent twice.</summary>
    public double DuplicatedDeliveries { get; init; }

    /// <summary>Share of webhook deliveries that later ones overtake.</summary>
    public double ReorderedDeliveries { get; init; }

    /// <summary>A mix of what can go wrong between a server and its reader, answers and pages alike; nothing that the server holds is changed or hidden for good.</summary>
    /// <param name="seed">What the rates and then the faults are drawn from: the same seed gives the same mix.</param>
    public static SandboxFaults Mixed(int seed)
    {
        double UpTo(double most, string fault) => most * Draw.Share(seed, $"rate of {fault}", 0);
        return new SandboxFaults
        {
            Seed = seed,
            ServerErrors = UpTo(0.05, "5xx"),
            ConnectionResets = UpTo(0.05, "reset"),
            TruncatedBodies = UpTo(0.05, "truncated"),
            HtmlPages = UpTo(0.05, "html"),
            BrokenGzip = UpTo(0.05, "gzip"),
            SlowAnswers = UpTo(0.03, "slow"),
            LostCursors = UpTo(0.1, "lost cursor"),
            RepeatedCursors = UpTo(0.02, "repeated cursor"),
            ForgottenCursors = UpTo(0.05, "forgotten cursor"),
        };
    }
}
