using System.Text.Json.Nodes;
using NodaTime;

namespace TelegramCrm.Campaign.Oracle;

/// <summary>What happened to a ticket by an instant, told straight from its records.</summary>
internal sealed class OracleLife
{
    private static readonly string[] StatusTypes = ["created", "status_changed", "reopened"];
    private readonly JsonNode ticket;
    private readonly Instant asOf;
    private readonly List<JsonNode> told; // also what lies ahead: the first event says what it found the ticket in
    private readonly List<JsonNode> events;
    private readonly List<(Instant At, string Status)> statuses = [];

    public OracleLife(JsonNode ticket, OracleRecords records, Instant asOf)
    {
        this.ticket = ticket;
        CreatedAt = OracleRecords.At(ticket, "created_at")!.Value;
        this.asOf = asOf;
        told = [.. records.EventsOf(ticket).OrderBy(record => Counted(record, "occurred_at")).ThenBy(record => (string)record["id"]!, StringComparer.Ordinal)];
        events = [.. told.Where(record => OracleRecords.At(record, "occurred_at") <= asOf)];
        Statuses();
        var resolutions = Resolutions().ToList();
        (FirstResolvedAt, ResolvedAt) = (resolutions.Count > 0 ? resolutions[0] : null, IsDone && resolutions.Count > 0 ? resolutions[^1] : null);
        ReopenCount = statuses.Index().Count(change => change.Index > 0 && IsDoneStatus(statuses[change.Index - 1].Status) && !IsDoneStatus(change.Item.Status));
        Turns(records.MessagesOf(ticket).Where(message => OracleRecords.At(message, "created_at") <= asOf), resolutions);
        IsRunning = !IsDone || Exchanges.Exists(exchange => exchange.EndedAt is null) || (!IsOpenedByAgent && FirstResponseAt is null);
    }

    public Instant CreatedAt { get; }

    public Instant? FirstResponseAt { get; private set; }

    public Instant? FirstResolvedAt { get; }

    public Instant? ResolvedAt { get; }

    public int ReopenCount { get; }

    public int ReplyCount { get; private set; }

    public bool IsOpenedByAgent { get; private set; }

    public bool IsRunning { get; }

    /// <summary>The questions, each with what ended its wait.</summary>
    public List<(Instant AskedAt, Instant? EndedAt, string? EndedBy)> Exchanges { get; } = [];

    private bool IsDone => IsDoneStatus(statuses[^1].Status);

    /// <summary>Status, queue and priority from second to second; of several changes within one second the last holds.</summary>
    public IReadOnlyList<OracleState> States()
    {
        var moves = events.Where(record => (string)record["type"]! is "queue_changed" or "priority_changed").ToList();
        string? First(string type, string field) => told.FirstOrDefault(move => (string)move["type"]! == type) is { } move ? (string?)move["from"] : (string?)ticket[field];
        var state = new OracleState(CreatedAt.ToUnixTimeSeconds(), statuses[0].Status, First("queue_changed", "queue_id"), First("priority_changed", "priority"), (string?)ticket["customer"]?["tier"]);
        var changes = statuses.Skip(1).Select(change => (change.At, Change: (Func<OracleState, OracleState>)(before => before with { Status = change.Status })))
            .Concat(moves.Select(move => (At: Counted(move, "occurred_at"), Change: (Func<OracleState, OracleState>)(before =>
                (string)move["type"]! == "queue_changed" ? before with { Queue = (string?)move["to"] } : before with { Priority = (string?)move["to"] }))));
        var states = new List<OracleState> { state };
        foreach (var (at, change) in changes.OrderBy(change => change.At)) // in order of the events where instants are equal: both parts are, and neither touches the other's field
        {
            state = change(state) with { Since = at.ToUnixTimeSeconds() };
            if (states[^1].Since == state.Since) states[^1] = state;
            else states.Add(state);
        }
        return states;
    }

    private static bool IsDoneStatus(string status) => status is "resolved" or "closed";

    private Instant Counted(JsonNode record, string field) => Instant.Max(OracleRecords.At(record, field)!.Value, CreatedAt);

    private void Statuses()
    {
        var first = told.FirstOrDefault(record => StatusTypes.Contains((string)record["type"]!));
        if (first is null)
        {
            OwnTimes();
            return;
        }
        Enter(CreatedAt, (string)first["type"]! == "created" ? (string?)first["to"] ?? "new" : (string?)first["from"] ?? "new");
        foreach (var record in events.Where(record => StatusTypes.Contains((string)record["type"]!)))
            Enter(Counted(record, "occurred_at"), (string?)record["to"] ?? ((string)record["type"]! == "created" ? "new" : "open"));
    }

    private void OwnTimes()
    {
        var (status, resolved, closed, updated) = ((string)ticket["status"]!, OracleRecords.At(ticket, "resolved_at"), OracleRecords.At(ticket, "closed_at"), OracleRecords.At(ticket, "updated_at")!.Value);
        Enter(CreatedAt, IsDoneStatus(status) ? "new" : status);
        if (status == "resolved" || (status == "closed" && resolved is not null)) EnterByNow(resolved ?? closed ?? updated, "resolved");
        if (status == "closed") EnterByNow(closed ?? updated, "closed");
    }

    private void EnterByNow(Instant at, string status)
    {
        if (at <= asOf) Enter(Instant.Max(CreatedAt, at), status);
    }

    /// <summary>A reopening that is told twice is one.</summary>
    private void Enter(Instant at, string status)
    {
        if (statuses.Count == 0 || statuses[^1].Status != status) statuses.Add((at, status));
    }

    private IEnumerable<Instant> Resolutions() => statuses.Index()
        .Where(change => IsDoneStatus(change.Item.Status) && (change.Index == 0 || !IsDoneStatus(statuses[change.Index - 1].Status))).Select(change => change.Item.At);

    private void Turns(IEnumerable<JsonNode> messages, List<Instant> resolutions)
    {
        var said = messages.Where(message => (string)message["kind"]! == "reply" && (string?)message["author"]?["type"] is "customer" or "agent")
            .Select(message => (At: Counted(message, "created_at"), Place: 1, Id: (string)message["id"]!, Act: (string)message["author"]!["type"]!));
        var turns = said.Where(turn => turn.Act is "customer" or "agent").Concat(resolutions.Select(at => (At: at, Place: 2, Id: "", Act: "resolution")))
            .OrderBy(turn => turn.At).ThenBy(turn => turn.Place).ThenBy(turn => turn.Id, StringComparer.Ordinal).ToList();
        ReplyCount = turns.Count(turn => turn.Act == "agent");
        IsOpenedByAgent = events.Exists(record => (string)record["type"]! == "created" && (string?)record["actor"]?["type"] == "agent")
            || turns.FirstOrDefault(turn => turn.Act != "resolution").Act == "agent";
        FirstResponseAt = IsOpenedByAgent ? null : turns.SkipWhile(turn => turn.Act != "customer").Where(turn => turn.Act == "agent").Select(turn => (Instant?)turn.At).FirstOrDefault();
        Instant? asked = null;
        foreach (var turn in turns)
        {
            if (turn.Act == "customer") asked ??= turn.At;
            else if (asked is { } question)
            {
                Exchanges.Add((question, turn.At, turn.Act == "agent" ? "reply" : "resolution"));
                asked = null;
            }
        }
        if (asked is { } open && !(IsDone && open > resolutions[^1])) Exchanges.Add((open, null, null)); // thanks for the help waits for nobody
    }
}
