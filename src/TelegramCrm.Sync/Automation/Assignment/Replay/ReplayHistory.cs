using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using NodaTime.Text;

#pragma warning disable MA0016 // Dapper fills in the lists that DuckDB hands over as what they are
namespace TelegramCrm.Sync.Automation.Assignment.Replay;

/// <summary>What the warehouse knows of a span of the past: its tickets as they arrived, agents as they were, and what lay on their desks.</summary>
/// <param name="connection">The warehouse. Nothing is written to it.</param>
/// <param name="sqlFolder">The folder of the program's SQL.</param>
internal sealed class ReplayHistory(DuckDBConnection connection, string sqlFolder)
{
    /// <summary>The tickets that came within a span, in order.</summary>
    public IReadOnlyList<PastTicket> Tickets(Instant from, Instant until)
    {
        Set(from, until);
        return [.. connection.Query<TicketRow>(Sql("replay_tickets")).Select(row => row.ToTicket())];
    }

    /// <summary>What lay on desks when the span began: whose, and when it was done, null for not yet.</summary>
    public IReadOnlyList<(string AgentId, Instant? DoneAt)> Desks(Instant from, Instant until)
    {
        Set(from, until);
        return connection.Query<(string, Instant?)>(Sql("replay_desks")).AsList();
    }

    /// <summary>Every version of every agent, in order.</summary>
    public IReadOnlyList<(Instant At, AgentDesk Agent)> Agents() => [.. connection.Query<AgentRow>(Sql("replay_agents")).Select(row => (row.Version_at, row.ToDesk()))];

    private void Set(Instant from, Instant until) => connection.Execute(
        $"set variable replay_from = timestamptz '{InstantPattern.ExtendedIso.Format(from)}'; set variable replay_until = timestamptz '{InstantPattern.ExtendedIso.Format(until)}'");

    private string Sql(string query) => File.ReadAllText(Path.Combine(sqlFolder, "automation", $"{query}.sql"));

    private sealed record TicketRow
    {
        public required string Ticket_id { get; init; }
        public Instant Created_at { get; init; }
        public string? Subject { get; init; }
        public long? Group_id { get; init; }
        public string? Tier { get; init; }
        public string? Language { get; init; }
        public List<string> Tags { get; init; } = [];
        public string? Custom_fields { get; init; }
        public string? Queue_id { get; init; }
        public string? Priority { get; init; }
        public string? Actual_agent_id { get; init; }
        public Instant? Actual_at { get; init; }
        public Instant? Done_at { get; init; }

        public PastTicket ToTicket() => new(new WaitingTicket
        {
            TicketId = Ticket_id,
            VersionAt = Created_at,
            ArrivedAt = Created_at,
            Subject = Subject,
            Status = "new",
            Priority = Priority,
            GroupId = Group_id,
            QueueId = Queue_id,
            Tier = Tier,
            Language = Language,
            Tags = Tags,
            Fields = WaitingTicket.ReadFields(Custom_fields),
        }, Actual_agent_id, Actual_at, Done_at);
    }

    private sealed record AgentRow
    {
        public required string Agent_id { get; init; }
        public Instant Version_at { get; init; }
        public string? Role { get; init; }
        public string? Availability { get; init; }
        public List<string> Skills { get; init; } = [];
        public List<string> Queue_ids { get; init; } = [];
        public long? Max_open_tickets { get; init; }
        public bool Is_deleted { get; init; }

        public AgentDesk ToDesk() => new() { AgentId = Agent_id, Role = Role, Availability = Availability, Skills = Skills, QueueIds = Queue_ids, MaxOpenTickets = Max_open_tickets, IsDeleted = Is_deleted };
    }
}

/// <summary>A ticket of the past.</summary>
/// <param name="Arrived">As it arrived.</param>
/// <param name="AgentId">Who got it first; null for nobody.</param>
/// <param name="AgentAt">When.</param>
/// <param name="DoneAt">When it was first done; null for not yet.</param>
internal sealed record PastTicket(WaitingTicket Arrived, string? AgentId, Instant? AgentAt, Instant? DoneAt);
