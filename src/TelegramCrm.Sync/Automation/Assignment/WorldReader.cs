using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using NodaTime.Text;
using TelegramCrm.Sync.Warehouse;

#pragma warning disable MA0016 // Dapper fills in the lists that DuckDB hands over as what they are
namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>
/// Reads what decisions need out of the warehouse. Tickets that are neither resolved nor closed are kept in a temporary table, which is brought up to
/// what was loaded since the last reading: between two readings the cost is that of the changes, not of the history.
/// </summary>
public sealed class WorldReader : IDisposable
{
    private readonly DuckDBConnection connection;
    private readonly string sqlFolder;
    private long seenLoad;

    /// <summary>Connects; the first reading looks at every ticket once.</summary>
    /// <param name="warehouse">The warehouse. Nothing is written to it.</param>
    /// <param name="sqlFolder">The folder of the program's SQL.</param>
    public WorldReader(WarehouseFile warehouse, string sqlFolder)
    {
        ArgumentNullException.ThrowIfNull(warehouse);
        this.sqlFolder = sqlFolder;
        connection = warehouse.Connect();
        connection.Execute("""
            create temp table live_tickets (
                ticket_id varchar, version_at timestamptz, number bigint, subject varchar, status varchar, priority varchar, group_id bigint, queue_id varchar,
                assigned_agent_id varchar, tier varchar, language varchar, tags varchar[], custom_fields varchar, created_at timestamptz)
            """);
    }

    /// <summary>The number of the last load.</summary>
    public long LastLoad => connection.ExecuteScalar<long>("select coalesce(max(load_id), 0) from ops.loads");

    /// <summary>How far the streams are read that decisions need, by name; one that was never read to its end is missing.</summary>
    public IReadOnlyDictionary<string, Instant> ReadUpTo() => Readiness().ToDictionary(stream => stream.Stream, stream => stream.UpTo);

    /// <summary>When the last of those streams was read by a sync; null while one of them is being read, or never was.</summary>
    public Instant? SyncedAt() => Readiness() is { Count: 4 } all && all.All(stream => stream.At is not null) ? all.Min(stream => stream.At) : null;

    /// <summary>Reads.</summary>
    /// <param name="now">The present instant.</param>
    /// <param name="since">Tickets that arrived earlier are passed over.</param>
    /// <param name="hours">Which calendars are open.</param>
    public AssignmentWorld Read(Instant now, Instant since, OpenCalendars hours)
    {
        using var transaction = connection.BeginTransaction(); // one state of the warehouse for all that follows
        var load = LastLoad;
        connection.Execute($"set variable seen_load = {seenLoad}; set variable watched_since = timestamptz '{InstantPattern.ExtendedIso.Format(since)}'");
        if (load > seenLoad)
            connection.Execute(Sql("live_tickets"));
        var queues = connection.Query<(string Id, bool IsDefault)>(Sql("queues")).ToList();
        var world = new AssignmentWorld(
            now,
            [.. connection.Query<TicketRow>(Sql("waiting_tickets")).Select(row => row.ToTicket())],
            connection.Query<DeskRow>(Sql("desks")).ToDictionary(row => row.Agent_id, row => row.ToDesk()),
            queues.Select(queue => queue.Id).ToHashSet(),
            [.. queues.Where(queue => queue.IsDefault).Select(queue => queue.Id)],
            hours);
        transaction.Commit();
        seenLoad = load;
        return world;
    }

    private List<(string Stream, Instant UpTo, Instant? At)> Readiness() => connection.Query<(string, Instant, Instant?)>(Sql("readiness")).AsList();

    private string Sql(string query) => File.ReadAllText(Path.Combine(sqlFolder, "automation", $"{query}.sql"));

    /// <summary>Closes the connection.</summary>
    public void Dispose() => connection.Dispose();

    private sealed record TicketRow
    {
        public required string Ticket_id { get; init; }
        public Instant Version_at { get; init; }
        public Instant Arrived_at { get; init; }
        public string? Subject { get; init; }
        public string? Status { get; init; }
        public string? Priority { get; init; }
        public long? Group_id { get; init; }
        public string? Queue_id { get; init; }
        public string? Tier { get; init; }
        public string? Language { get; init; }
        public List<string> Tags { get; init; } = [];
        public string? Custom_fields { get; init; }
        public string? Person_id { get; init; }
        public Instant? Person_at { get; init; }
        public bool Is_persons { get; init; }
        public bool Is_unexplained { get; init; }

        public WaitingTicket ToTicket() => new()
        {
            TicketId = Ticket_id,
            VersionAt = Version_at,
            ArrivedAt = Arrived_at,
            Subject = Subject,
            Status = Status,
            Priority = Priority,
            GroupId = Group_id,
            QueueId = Queue_id,
            Tier = Tier,
            Language = Language,
            Tags = Tags,
            Fields = WaitingTicket.ReadFields(Custom_fields),
            DecidedBy = Is_persons ? $"{Person_id ?? "somebody"} has placed it at {Person_at}" : Is_unexplained ? "it was moved, and no event tells by whom" : null,
        };
    }

    private sealed record DeskRow
    {
        public required string Agent_id { get; init; }
        public string? Role { get; init; }
        public string? Availability { get; init; }
        public List<string> Skills { get; init; } = [];
        public List<string> Queue_ids { get; init; } = [];
        public long? Max_open_tickets { get; init; }
        public bool Is_deleted { get; init; }
        public long Open_count { get; init; }

        public AgentDesk ToDesk() => new()
        {
            AgentId = Agent_id,
            Role = Role,
            Availability = Availability,
            Skills = Skills,
            QueueIds = Queue_ids,
            MaxOpenTickets = Max_open_tickets,
            IsDeleted = Is_deleted,
            OpenCount = Open_count,
        };
    }
}
