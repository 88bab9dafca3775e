using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using TelegramCrm.Sync.Automation.Assignment;

namespace TelegramCrm.Sync.Tests.Automation;

/// <summary>Watches the CRM while the service places tickets in it, and says afterwards what must not have happened.</summary>
/// <param name="desk">Where.</param>
internal sealed class PlacementWitness(FrontDesk desk)
{
    private readonly Lock gate = new();
    private readonly HashSet<string> seen = [];
    private Dictionary<string, (string Availability, long? Most, bool IsDeleted)> toldAgents = [];
    private Dictionary<string, long> toldLoads = [];

    /// <summary>What must not have happened so far.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Takes note of a request before it is answered: what lists say is what the service knows from then on.</summary>
    public void Note(string request)
    {
        lock (gate)
        {
            if (request is not ("GET /api/v1/agents" or "GET /api/v1/tickets"))
                return;
            Judge();
            if (request == "GET /api/v1/agents")
                toldAgents = desk.Truth("agents").ToDictionary(agent => (string)agent["id"]!, agent => ((string)agent["availability"]!, (long?)agent["max_open_tickets"], agent["deleted_at"] is not null));
            else
                toldLoads = desk.Truth("tickets").Where(ticket => ticket["assigned_agent_id"] is not null && (string)ticket["status"]! is not ("resolved" or "closed")).GroupBy(ticket => (string)ticket["assigned_agent_id"]!).ToDictionary(group => group.Key, group => group.LongCount());
        }
    }

    /// <summary>Holds what the service has given since the last lists against what those said.</summary>
    public void Judge()
    {
        lock (gate)
        {
            foreach (var given in desk.Truth("ticket_events").Where(happened => IsServices(happened) && (string)happened["type"]! == "assigned" && seen.Add((string)happened["id"]!)))
            {
                var agent = (string)given["to"]!;
                toldLoads[agent] = toldLoads.GetValueOrDefault(agent) + 1;
                var (availability, most, isDeleted) = toldAgents[agent];
                if (availability != "available" || isDeleted || toldLoads[agent] > most)
                    Faults.Add($"{given["ticket_id"]} was given to {agent}, who was {availability}, deleted {isDeleted}, with {toldLoads[agent]} of {most}");
            }
        }
    }

    /// <summary>Reads the tickets' lives from their first event on: nothing over a person's head, and nothing twice for one arrival.</summary>
    public void JudgeLives()
    {
        foreach (var life in Lives())
        {
            var (isPersons, stamps) = (false, new HashSet<string>());
            foreach (var happened in life)
            {
                if (IsArrival(happened))
                    (isPersons, stamps) = (false, []);
                if (!IsPlacement(happened))
                    continue;
                isPersons |= IsPersons(happened);
                if (IsServices(happened) && isPersons)
                    Faults.Add($"{life.Key}: {happened.ToJsonString()} overrules a person");
                if (IsServices(happened) && stamps.Add((string)happened["occurred_at"]!) && stamps.Count > 1)
                    Faults.Add($"{life.Key}: {happened.ToJsonString()} is a second decision on one arrival");
            }
        }
    }

    /// <summary>Every ticket that waits longer than it may, though nobody decided on it.</summary>
    public void JudgeWindows()
    {
        var tickets = desk.Truth("tickets").ToDictionary(ticket => (string)ticket["id"]!);
        foreach (var life in Lives())
        {
            var arrival = life.Last(IsArrival);
            var (ticket, arrivedAt) = (tickets[life.Key], At(arrival));
            var waits = (string)ticket["status"]! is "new" or "open" && ticket["assigned_agent_id"] is null && desk.Now - arrivedAt >= desk.Rules.Fallback.Window;
            var isPersons = life.Any(happened => IsPlacement(happened) && IsPersons(happened) && At(happened) >= arrivedAt);
            var placed = desk.Ledger.Of(life.Key).Any(decision => decision.State == AssignmentDecision.Applied && decision.ArrivedAt == arrivedAt && decision.QueueId is not null && decision.QueueId == (string?)ticket["queue_id"]);
            if (waits && !isPersons && !placed)
                Faults.Add($"{life.Key} waits since {arrivedAt}, and it is {desk.Now}: {string.Join(" | ", desk.Ledger.Of(life.Key).Select(decision => $"{decision.State} {decision.AgentId}{decision.QueueId} {decision.Outcome}"))}");
        }
    }

    private IEnumerable<IGrouping<string, JsonObject>> Lives() => desk.Truth("ticket_events")
        .OrderBy(At).ThenBy(happened => (string)happened["id"]!, StringComparer.Ordinal).GroupBy(happened => (string)happened["ticket_id"]!);

    private static Instant At(JsonObject happened) => InstantPattern.ExtendedIso.Parse((string)happened["occurred_at"]!).Value;

    private static bool IsServices(JsonObject happened) => (string?)happened["actor"]!["id"] == "api";

    private static bool IsPersons(JsonObject happened) => (string?)happened["actor"]!["type"] == "agent";

    private static bool IsPlacement(JsonObject happened) => (string)happened["type"]! is "assigned" or "queue_changed";

    private static bool IsArrival(JsonObject happened) =>
        (string)happened["type"]! is "created" or "reopened" || ((string)happened["type"]! == "assigned" && happened["to"] is null && !IsPersons(happened));
}
