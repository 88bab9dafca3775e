using NodaTime;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>The tickets that nobody has, what is known around them, and what the rules say of them. Reads only.</summary>
/// <param name="configuration">The rules.</param>
/// <param name="calendars">The calendars that rules name.</param>
/// <param name="reader">What is known.</param>
/// <param name="ledger">What is decided.</param>
/// <param name="watch">Since when, and how old what is known is.</param>
/// <param name="time">The clock.</param>
public sealed class WaitingRoom(
    AssignmentConfiguration configuration, IReadOnlyList<CalendarConfiguration> calendars, WorldReader reader, DecisionLedger ledger, AutomationWatch watch, TimeProvider time) : IDisposable
{
    private static readonly Duration RefusalHolds = Duration.FromMinutes(10);

    private readonly AssignmentRules rules = new(configuration);

    /// <summary>How far the streams are read that decisions need, by name; one that was never read to its end is missing.</summary>
    public IReadOnlyDictionary<string, Instant> ReadUpTo() => reader.ReadUpTo();

    /// <summary>What is known.</summary>
    /// <param name="isFresh">Whether it was read from the CRM just now.</param>
    public AssignmentWorld Read(bool isFresh)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var world = reader.Read(now, watch.BegunAt(now) - configuration.LookBack, new OpenCalendars(calendars, now, now));
        var age = isFresh ? (Duration?)null : now - (new[] { watch.ReadAt(), reader.SyncedAt() }.Max() ?? Instant.FromUnixTimeSeconds(0));
        return world with { Age = age, IsTooOld = age > configuration.MaxCacheAge };
    }

    /// <summary>Tickets that wait for a decision: the urgent first, then those that wait longest.</summary>
    /// <param name="world">What is known.</param>
    /// <param name="isGivenUp">Tickets that are left to a later look; null for none.</param>
    public IReadOnlyList<WaitingTicket> Undecided(AssignmentWorld world, Predicate<string>? isGivenUp = null)
    {
        ArgumentNullException.ThrowIfNull(world);
        var free = world.Tickets.Where(ticket => ticket.DecidedBy is null && isGivenUp?.Invoke(ticket.TicketId) != true).ToList();
        if (free.Count == 0)
            return [];
        var open = ledger.Open().Select(decision => decision.TicketId).ToHashSet();
        var done = ledger.Done(free.Min(ticket => ticket.ArrivedAt));
        return [.. free.Where(ticket => !open.Contains(ticket.TicketId) && !done.Contains((ticket.TicketId, ticket.ArrivedAt)))
            .OrderBy(ticket => ticket.Priority switch { "urgent" => 0, "high" => 1, "low" => 3, _ => 2 })
            .ThenBy(ticket => ticket.ArrivedAt).ThenBy(ticket => ticket.TicketId, StringComparer.Ordinal)];
    }

    /// <summary>What the rules say.</summary>
    /// <param name="world">What is known; what is decided is counted on its desks.</param>
    /// <param name="turns">Whose turn it is.</param>
    /// <param name="tickets">Of which tickets.</param>
    public IReadOnlyList<Verdict> Decide(AssignmentWorld world, Turns turns, IEnumerable<WaitingTicket> tickets)
    {
        ArgumentNullException.ThrowIfNull(world);
        var refused = ledger.Refused(world.Now - RefusalHolds);
        return [.. tickets.Select(ticket => rules.Decide(ticket, world, turns, refused[ticket.TicketId].ToHashSet()))];
    }

    /// <summary>What a look would decide now; nothing is read from the CRM, recorded or sent.</summary>
    public IReadOnlyList<Verdict> Preview()
    {
        var world = Read(isFresh: false);
        _ = Revalidation.Overtaken(ledger.Open(), world);
        return Decide(world, ledger.ReadTurns(), Undecided(world));
    }

    /// <summary>How things stand.</summary>
    public AssignmentStanding Standing()
    {
        var (world, counts) = (Read(isFresh: false), ledger.Counts());
        var wasRead = watch.ReadAt() is not null || reader.SyncedAt() is not null;
        return new(
            wasRead ? world.Age : null, world.IsTooOld, Undecided(world).Count, Count(AssignmentDecision.Decided) + Count(AssignmentDecision.Sending),
            Count(AssignmentDecision.Applied), Count(AssignmentDecision.Withdrawn), Count(AssignmentDecision.Failed));

        long Count(string state) => counts.GetValueOrDefault(state);
    }

    /// <summary>Closes the reader.</summary>
    public void Dispose() => reader.Dispose();
}
