using Microsoft.Extensions.Logging;
using NodaTime;
using TelegramCrm.Sync.Crm;
using static TelegramCrm.Sync.Automation.Assignment.AssignmentDecision;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>
/// One look at all tickets that nobody has: reads what has changed in the CRM, withdraws decisions that were overtaken, decides, records, sends. Run it after
/// webhooks brought something and from time to time; it may be stopped or killed at any point, and the next one goes on.
/// </summary>
/// <param name="room">The tickets, and what the rules say of them.</param>
/// <param name="catchUp">Learns what has changed.</param>
/// <param name="ledger">The decisions.</param>
/// <param name="delivery">Sends them.</param>
/// <param name="watch">Remembers when the CRM was read.</param>
/// <param name="alerts">Tells.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told of outages, and of rules that fail.</param>
public sealed partial class AssignmentPass(
    WaitingRoom room, CatchUp catchUp, DecisionLedger ledger, DecisionDelivery delivery, AutomationWatch watch, DecisionAlerts alerts, TimeProvider time, ILogger<AssignmentPass> log) : IDisposable
{
    private const int MostInARound = 500; // agents and tickets are read anew before the next ones are decided
    private const int MostTries = 3;      // a ticket that changes under our hands is left to the next look

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
            alerts.Tell(); // what a process before this one did not come to tell
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

    private async Task<(AssignmentOutcome Outcome, bool GoesOn)> RoundAsync(AssignmentOutcome before, Dictionary<string, int> tries, bool asksFirst, CancellationToken cancellationToken)
    {
        var marks = room.ReadUpTo();
        if (CatchUp.NeededStreams.Where(stream => !marks.ContainsKey(stream)).ToList() is { Count: > 0 } unread)
        {
            var hindrance = $"{string.Join(", ", unread)} were never read to their end; a sync must come first";
            LogUnread(hindrance);
            return (before with { Hindrance = hindrance }, false);
        }
        if (!asksFirst && ledger.Open().Count == 0 && room.Undecided(room.Read(isFresh: false), IsGivenUp).Count == 0)
            return (before with { Waiting = 0 }, false);
        var away = await CatchUpAsync(marks, cancellationToken);
        var world = room.Read(isFresh: away is null);
        var overtaken = Revalidation.Overtaken(ledger.Open(), world);
        ledger.Settle(overtaken, world.Now);
        var undecided = room.Undecided(world, IsGivenUp);
        var (verdicts, recorded) = Decide(world, undecided.Take(MostInARound), tries);
        var ends = away is null ? await SendAsync(world, cancellationToken) : [];
        alerts.Tell();
        var unsent = ledger.Open().Count;
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
        var hasMore = undecided.Count > MostInARound && recorded > 0;
        return (outcome, hasMore || (outcome.Away is null && (unsent > 0 || ends.Any(end => end.State is Withdrawn or Failed))));

        bool IsGivenUp(string ticketId) => tries.GetValueOrDefault(ticketId) >= MostTries;
    }

    private async Task<string?> CatchUpAsync(IReadOnlyDictionary<string, Instant> marks, CancellationToken cancellationToken)
    {
        try
        {
            await catchUp.RunAsync(marks, cancellationToken);
            watch.NoteRead(Instant.FromDateTimeOffset(time.GetUtcNow()));
            if (wasAway)
                LogBack();
            wasAway = false;
            return null;
        }
        catch (CrmException away)
        {
            if (!wasAway)
                LogAway(away.Message);
            wasAway = true;
            return away.Message;
        }
    }

    /// <summary>Decides and records, before anything is sent.</summary>
    private (IReadOnlyList<Verdict> Verdicts, int Recorded) Decide(AssignmentWorld world, IEnumerable<WaitingTicket> undecided, Dictionary<string, int> tries)
    {
        var turns = ledger.ReadTurns();
        var verdicts = room.Decide(world, turns, undecided);
        foreach (var broken in verdicts.SelectMany(verdict => verdict.PassedOver).Where(rule => rule.IsBroken).DistinctBy(rule => rule.Rule))
            LogBroken(broken.Rule, broken.Why);
        var placed = verdicts.Where(verdict => verdict.IsPlaced).ToList();
        foreach (var ticket in placed.Select(verdict => verdict.Ticket.TicketId))
            tries[ticket] = tries.GetValueOrDefault(ticket) + 1;
        return (verdicts, ledger.Record(placed.Select(verdict => Of(verdict, world)), turns.Changed.Values));
    }

    private async Task<IReadOnlyList<DecisionEnd>> SendAsync(AssignmentWorld world, CancellationToken cancellationToken)
    {
        var versions = world.Tickets.ToDictionary(ticket => ticket.TicketId, ticket => (Instant?)ticket.VersionAt);
        return await delivery.SendAsync([.. ledger.Open().Take(MostInARound).Select(open => (open, versions.GetValueOrDefault(open.TicketId)))], cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        turn.Dispose();
        room.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Assignment: {Hindrance}")]
    private partial void LogUnread(string hindrance);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Assignment: the CRM can't be asked, so decisions go on from what is known while that is young enough, and are sent later: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Assignment: the CRM answers again; decisions are held against what it says now, and sent")]
    private partial void LogBack();

    [LoggerMessage(Level = LogLevel.Error, Message = "Assignment: rule {Rule} is passed over: {Why}")]
    private partial void LogBroken(string rule, string why);
}
