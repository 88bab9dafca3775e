using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Automation.Assignment.Replay;

/// <summary>
/// Runs rules over the past: what each ticket would have come to, with agents as they were then and with the desks that the rules themselves would have
/// filled. What people did before the rules could stays theirs, and tickets take as long as they did take.
/// </summary>
/// <param name="configuration">The rules.</param>
/// <param name="calendars">The calendars that they name.</param>
/// <param name="connection">The warehouse. Nothing is written to it.</param>
/// <param name="sqlFolder">The folder of the program's SQL.</param>
public sealed class AssignmentReplay(AssignmentConfiguration configuration, IReadOnlyList<CalendarConfiguration> calendars, DuckDBConnection connection, string sqlFolder)
{
    /// <summary>How often a ticket that waits is looked at again.</summary>
    private static readonly Duration Step = Duration.FromMinutes(1);

    /// <summary>Runs.</summary>
    /// <param name="from">The first instant of tickets that are looked at.</param>
    /// <param name="until">The first one behind them.</param>
    public ReplayOutcome Run(Instant from, Instant until)
    {
        var history = new ReplayHistory(connection, sqlFolder);
        var (tickets, versions, before) = (history.Tickets(from, until), history.Agents(), history.Desks(from, until));
        var replayed = Play(tickets, Desks(versions, before), from, until + configuration.Fallback.Window, out var desks);
        return new ReplayOutcome(replayed, Compare(tickets, replayed, desks, Actual(tickets, versions, before)), versions.Count == 0 ? null : versions[0].At);
    }

    private List<ReplayedTicket> Play(IReadOnlyList<PastTicket> tickets, PastDesks desks, Instant from, Instant until, out PastDesks after)
    {
        var (rules, turns, none) = (new AssignmentRules(configuration), new Turns([]), new HashSet<string>());
        var hours = new OpenCalendars(calendars, from, until);
        var looks = new PriorityQueue<PastTicket, (Instant, string)>(tickets.Select(ticket => (ticket, (ticket.Arrived.ArrivedAt, ticket.Arrived.TicketId))));
        var replayed = new Dictionary<string, ReplayedTicket>();
        while (looks.TryDequeue(out var ticket, out var look))
        {
            var now = look.Item1;
            desks.GoTo(now);
            if (now > ticket.Arrived.ArrivedAt && (ticket.AgentAt <= now || ticket.DoneAt <= now))
            {
                if (ticket is { AgentId: { } theirs, AgentAt: { } at } && at <= now)
                    desks.Put(theirs, ticket.DoneAt);
                replayed[ticket.Arrived.TicketId] = Told(ticket, new Verdict(ticket.Arrived, "people were quicker"), null);
                continue;
            }
            var verdict = rules.Decide(ticket.Arrived, new AssignmentWorld(now, [], desks.Now, new HashSet<string>(), [], hours), turns, none);
            if (!verdict.IsPlaced)
            {
                looks.Enqueue(ticket, (Instant.Min(now + Step, verdict.LookAgainAt ?? now + Step), look.Item2));
                continue;
            }
            if (verdict.AgentId is { } agent)
                desks.Count(agent, ticket.DoneAt is { } done ? Instant.Max(done, now) : null);
            replayed[ticket.Arrived.TicketId] = Told(ticket, verdict, now);
        }
        after = desks;
        return [.. tickets.Select(ticket => replayed[ticket.Arrived.TicketId])];
    }

    private static PastDesks Desks(IReadOnlyList<(Instant, AgentDesk)> versions, IReadOnlyList<(string AgentId, Instant? DoneAt)> before)
    {
        // Desks count what lies on them, so each run has its own.
        var desks = new PastDesks([.. versions.Select(version => (version.Item1, version.Item2 with { }))]);
        foreach (var (agent, doneAt) in before)
            desks.Put(agent, doneAt);
        return desks;
    }

    private static PastDesks Actual(IReadOnlyList<PastTicket> tickets, IReadOnlyList<(Instant, AgentDesk)> versions, IReadOnlyList<(string, Instant?)> before)
    {
        var desks = Desks(versions, before);
        foreach (var ticket in tickets.Where(ticket => ticket.AgentId is not null).OrderBy(ticket => ticket.AgentAt))
        {
            desks.GoTo(ticket.AgentAt!.Value);
            desks.Put(ticket.AgentId!, ticket.DoneAt);
        }
        return desks;
    }

    private static List<ReplayedAgent> Compare(IReadOnlyList<PastTicket> tickets, List<ReplayedTicket> replayed, PastDesks would, PastDesks did)
    {
        var given = replayed.Select(ticket => ticket.PlacedAt is null ? ticket.ActualAgentId : ticket.AgentId).OfType<string>().CountBy(agent => agent).ToDictionary();
        var got = tickets.Select(ticket => ticket.AgentId).OfType<string>().CountBy(agent => agent).ToDictionary();
        return [.. given.Keys.Union(got.Keys).Order(StringComparer.Ordinal).Select(agent =>
            new ReplayedAgent(agent, given.GetValueOrDefault(agent), would.Most.GetValueOrDefault(agent), got.GetValueOrDefault(agent), did.Most.GetValueOrDefault(agent)))];
    }

    private static ReplayedTicket Told(PastTicket ticket, Verdict verdict, Instant? placedAt) => new(
        ticket.Arrived.TicketId, ticket.Arrived.ArrivedAt, verdict.Rule, verdict.AgentId, verdict.QueueId, placedAt, verdict.Reason, ticket.AgentId, ticket.AgentAt);
}
