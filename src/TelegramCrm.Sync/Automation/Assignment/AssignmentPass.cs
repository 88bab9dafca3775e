using Microsoft.Extensions.Logging;
using NodaTime;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Crm;
using static TelegramCrm.Sync.Automation.Assignment.AssignmentDecision;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>
/// One look at all tickets that nobody has: reads what has changed in the CRM, withdraws decisions that were overtaken, decides, records, sends. Run it after
/// webhooks brought something and from time to time; it may be stopped or killed at any point, and the next one goes on.
/// </summary>
/// <param name="configuration">The rules.</param>
/// <param name="calendars">The calendars that rules name.</param>
/// <param name="parts">What it works with.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told of outages, and of rules that fail.</param>
public sealed partial class AssignmentPass(
    AssignmentConfiguration configuration, IReadOnlyList<CalendarConfiguration> calendars, AssignmentParts parts, TimeProvider time, ILogger<AssignmentPass> log) : IDisposable
{
    private const int MostInARound = 500; // agents and tickets are read anew before the next ones are decided
    private const int MostTries = 3;      // a ticket that changes under our hands is left to the next look

    private static readonly Duration RefusalHolds = Duration.FromMinutes(10);

    private readonly AssignmentRules rules = new(configuration);
    private readonly SemaphoreSlim turn = new(1, 1);
    private bool wasAway;

    /// <summary>Looks; a second call waits for the first.</summary>
    /// <param name="cancellationToken">Stops at once; what is decided stays recorded.</param>
    /// <param name="onlyIfKnown">Whether the CRM is asked only if the warehouse knows of tickets to decide on; otherwise it is asked for new ones first.</param>
    public async Task<AssignmentOutcome> RunAsync(CancellationToken cancellationToken, bool onlyIfKnown = false)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            parts.Alerts.Tell(); // what a process before this one did not come to tell
            var (outcome, tries) = (new AssignmentOutcome(), new Dictionary<string, int>());
            for (var asksFirst = !onlyIfKnown; ; asksFirst = false)
            {
                (outcome, var goesOn) = await RoundAsync(outcome, tries, asksFirst, cancellationToken);
                if (!goesOn)
                    return outcome;
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>What a look would decide now, from what is known; nothing is read, recorded or sent.</summary>
    /// <returns>A verdict for each waiting ticket, the urgent ones first; none when the CRM was never read to its end.</returns>
    public IReadOnlyList<Verdict> Preview()
    {
        var world = Read(isFresh: false);
        _ = Revalidation.Overtaken(parts.Ledger.Open(), world);
        return Decide(world, parts.Ledger.ReadTurns(), Undecided(world, new Dictionary<string, int>()).ToList());
    }

    private async Task<(AssignmentOutcome Outcome, bool GoesOn)> RoundAsync(AssignmentOutcome before, Dictionary<string, int> tries, bool asksFirst, CancellationToken cancellationToken)
    {
        var marks = parts.Reader.ReadUpTo();
        if (CatchUp.NeededStreams.Where(stream => !marks.ContainsKey(stream)).ToList() is { Count: > 0 } unread)
            return (before with { Hindrance = $"{string.Join(", ", unread)} were never read to their end; a sync must come first" }, false);
        if (!asksFirst && parts.Ledger.Open().Count == 0 && !Undecided(Read(isFresh: false), tries).Any())
            return (before with { Waiting = 0 }, false);
        var away = await CatchUpAsync(marks, cancellationToken);
        var world = Read(isFresh: away is null);
        var overtaken = Revalidation.Overtaken(parts.Ledger.Open(), world);
        parts.Ledger.Settle(overtaken, world.Now);
        var undecided = Undecided(world, tries).ToList();
        var turns = parts.Ledger.ReadTurns();
        var verdicts = Decide(world, turns, undecided.Take(MostInARound));
        var placed = verdicts.Where(verdict => verdict.IsPlaced).ToList();
        var recorded = parts.Ledger.Record(placed.Select(verdict => Of(verdict, world)), turns.Changed.Values);
        foreach (var ticket in placed.Select(verdict => verdict.Ticket.TicketId))
            tries[ticket] = tries.GetValueOrDefault(ticket) + 1;
        var ends = away is null ? await SendAsync(world, cancellationToken) : [];
        parts.Alerts.Tell();
        var unsent = parts.Ledger.Open().Count;
        var outcome = before with
        {
            Decided = before.Decided + recorded,
            Applied = before.Applied + ends.Count(end => end.State == Applied),
            Withdrawn = before.Withdrawn + overtaken.Count + ends.Count(end => end.State == Withdrawn),
            Failed = before.Failed + ends.Count(end => end.State == Failed),
            Queued = unsent,
            Waiting = verdicts.Count(verdict => !verdict.IsPlaced) + Math.Max(0, undecided.Count - MostInARound),
            Away = away ?? ends.FirstOrDefault(end => end.State == Sending)?.Outcome,
            CacheAge = world.Age,
        };
        var isStopped = outcome.Away is not null;
        var hasMore = undecided.Count > MostInARound && placed.Count > 0;
        return (outcome, hasMore || (!isStopped && (unsent > 0 || ends.Any(end => end.State is Withdrawn or Failed))));
    }

    private async Task<string?> CatchUpAsync(IReadOnlyDictionary<string, Instant> marks, CancellationToken cancellationToken)
    {
        try
        {
            await parts.CatchUp.RunAsync(marks, cancellationToken);
            parts.Watch.NoteRead(Now());
            if (wasAway)
                LogBack();
            wasAway = false;
            return null;
        }
        catch (CrmException away)
        {
            if (!wasAway)
                LogAway(away.Message, configuration.MaxCacheAge);
            wasAway = true;
            return away.Message;
        }
    }

    private async Task<IReadOnlyList<DecisionEnd>> SendAsync(AssignmentWorld world, CancellationToken cancellationToken)
    {
        var versions = world.Tickets.ToDictionary(ticket => ticket.TicketId, ticket => (Instant?)ticket.VersionAt);
        return await parts.Delivery.SendAsync([.. parts.Ledger.Open().Take(MostInARound).Select(open => (open, versions.GetValueOrDefault(open.TicketId)))], cancellationToken);
    }

    private AssignmentWorld Read(bool isFresh)
    {
        var now = Now();
        var world = parts.Reader.Read(now, parts.Watch.BegunAt(now) - configuration.LookBack, new OpenCalendars(calendars, now, now));
        var age = isFresh ? (Duration?)null : now - (new[] { parts.Watch.ReadAt(), parts.Reader.SyncedAt() }.Max() ?? Instant.FromUnixTimeSeconds(0));
        return world with { Age = age, IsTooOld = age > configuration.MaxCacheAge };
    }

    /// <summary>Tickets that wait for a decision: the urgent first, then those that wait longest.</summary>
    private IEnumerable<WaitingTicket> Undecided(AssignmentWorld world, IReadOnlyDictionary<string, int> tries)
    {
        var free = world.Tickets.Where(ticket => ticket.DecidedBy is null && tries.GetValueOrDefault(ticket.TicketId) < MostTries).ToList();
        if (free.Count == 0)
            return [];
        var open = parts.Ledger.Open().Select(decision => decision.TicketId).ToHashSet();
        var done = parts.Ledger.Done(free.Min(ticket => ticket.ArrivedAt));
        return free.Where(ticket => !open.Contains(ticket.TicketId) && !done.Contains((ticket.TicketId, ticket.ArrivedAt)))
            .OrderBy(ticket => ticket.Priority switch { "urgent" => 0, "high" => 1, "low" => 3, _ => 2 }).ThenBy(ticket => ticket.ArrivedAt).ThenBy(ticket => ticket.TicketId, StringComparer.Ordinal);
    }

    private List<Verdict> Decide(AssignmentWorld world, Turns turns, IEnumerable<WaitingTicket> tickets)
    {
        var refused = parts.Ledger.Refused(world.Now - RefusalHolds);
        var verdicts = tickets.Select(ticket => rules.Decide(ticket, world, turns, refused[ticket.TicketId].ToHashSet())).ToList();
        foreach (var (name, why) in verdicts.Where(verdict => verdict.IsBroken).SelectMany(verdict => verdict.PassedOver).Where(rule => rule.Why.StartsWith("it failed", StringComparison.Ordinal)).DistinctBy(rule => rule.Rule))
            LogBroken(name, why);
        return verdicts;
    }

    private Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <inheritdoc/>
    public void Dispose()
    {
        turn.Dispose();
        parts.Reader.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Assignment: the CRM can't be asked, so decisions go on from what is known for up to {MaxCacheAge} and are sent later: {Reason}")]
    private partial void LogAway(string reason, Duration maxCacheAge);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Assignment: the CRM answers again; decisions are held against what it says now, and sent")]
    private partial void LogBack();

    [LoggerMessage(Level = LogLevel.Error, Message = "Assignment: rule {Rule} is passed over: {Why}")]
    private partial void LogBroken(string rule, string why);
}
