using TelegramCrm.Sandbox;

namespace TelegramCrm.Campaign;

/// <summary>A round as its seed draws it. The same seed draws the same plan; when a kill lands hangs on the machine as well.</summary>
/// <param name="Seed">Of the records, the faults and the kills.</param>
/// <param name="Kind">What it is about.</param>
internal sealed record RoundPlan(int Seed, RoundKind Kind)
{
    /// <summary>How many tickets are made up, or lie in the folder.</summary>
    public required int Tickets { get; init; }

    /// <summary>Records a page.</summary>
    public required int PageSize { get; init; }

    /// <summary>Characters of a note in each ticket: with large ones a stream is committed in the middle, and not at its end alone.</summary>
    public int NoteLength { get; init; }

    /// <summary>What goes wrong.</summary>
    public required SandboxFaults Faults { get; init; }

    /// <summary>How often the CRM may be asked.</summary>
    public required SandboxRateLimits RateLimits { get; init; }

    /// <summary>The runs that are killed.</summary>
    public required IReadOnlyList<PlannedRun> Runs { get; init; }

    /// <summary>Draws a round.</summary>
    /// <param name="seed">Whatever it is.</param>
    /// <param name="records">What lies in the folder to serve, by stream; null to make tickets up.</param>
    /// <param name="today">The CRM's present.</param>
    public static RoundPlan Draw(int seed, IReadOnlyDictionary<string, long>? records, DateOnly today)
    {
        var draws = new PlanDraws(seed);
        var kind = (seed % 4) switch { 2 => RoundKind.Webhooks, 3 => RoundKind.Malformed, _ => RoundKind.Polling };
        var (tickets, pageSize) = draws.Size(records);
        var requests = PlanDraws.RequestsOf(records, tickets, pageSize);
        return new RoundPlan(seed, kind)
        {
            Tickets = tickets,
            PageSize = pageSize,
            NoteLength = records is null && kind == RoundKind.Polling ? draws.NoteLength(tickets) : 0,
            Faults = draws.Faults(kind, requests),
            RateLimits = draws.RateLimits(requests),
            Runs = draws.Runs(requests, today),
        };
    }
}
