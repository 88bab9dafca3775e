using System.Text.Json;
using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using NodaTime.Text;

namespace TelegramCrm.Sync.Transform.Explain;

/// <summary>
/// Computes one ticket once more, by the same SQL files in a small world of its own, where the steps can be seen that the warehouse does not keep,
/// and asks the queries of <c>sql/explain</c> there. The warehouse stays as it is.
/// </summary>
/// <param name="connection">Open on the working warehouse, while nobody transforms it.</param>
/// <param name="sql">The models.</param>
/// <param name="folder">The folder of the queries.</param>
public sealed class TicketExplainer(DuckDBConnection connection, SqlFolder sql, string folder)
{
    private static readonly string[] Explained = ["analytics.ticket_metrics", "analytics.ticket_replies", "analytics.ticket_status_spans", "analytics.sla_events", "analytics.tickets"];
    private readonly BuildPlan plan = new(sql.Models, sql.ChangedTickets);

    /// <summary>Looks for a ticket by its id or its number.</summary>
    /// <param name="name">Either.</param>
    /// <returns>None when there is none; several only when tickets share a number.</returns>
    public IReadOnlyList<FoundTicket> Find(string name) =>
    [
        .. connection.Query<(string Id, bool IsDeleted, bool IsComputed)>("""
            with named as (
                select id, deleted_at is not null as is_deleted, id = $name as is_id
                from raw.tickets
                where id = $name or (body ->> '$.number') = $name
            )
            select id, is_deleted, id in (select ticket_id from staging.tickets)
            from named
            where is_id or not exists (from named where is_id)
            order by id
            """, new { name }).Select(found => new FoundTicket(found.Id,
                found.IsDeleted ? TicketStanding.Deleted : found.IsComputed ? TicketStanding.Computed : TicketStanding.NotComputed)),
    ];

    /// <summary>The instant that the figures of a ticket were last computed for.</summary>
    /// <param name="ticketId">One that is computed.</param>
    /// <param name="marts">The last transform.</param>
    public Instant AsOf(string ticketId, Marts marts) => connection.QueryFirstOrDefault<Instant?>("""
        with transformed as (select max(load_id) as load_id from ops.transforms),
        refreshed as (select max(as_of) as as_of, max(load_id) as load_id from ops.refreshes)
        select as_of from refreshed, transformed
        where exists (from raw.tickets where id = $ticketId and load_id > transformed.load_id)
            or exists (from raw.messages where ticket_id = $ticketId and load_id > transformed.load_id)
            or exists (from raw.ticket_events where ticket_id = $ticketId and load_id > transformed.load_id)
        """, new { ticketId }) ?? marts.AsOf;

    /// <summary>Explains a ticket.</summary>
    /// <param name="ticketId">One that is computed.</param>
    /// <param name="asOf">What the figures take for now; the connection's variable <c>as_of</c> is set to it.</param>
    /// <param name="cancellationToken">Asked between two models.</param>
    /// <exception cref="SqlFileException">A model or query failed.</exception>
    public TicketExplanation Explain(string ticketId, Instant asOf, CancellationToken cancellationToken = default)
    {
        connection.Execute($"set variable as_of = timestamptz '{InstantPattern.ExtendedIso.Format(asOf)}'");
        using var databases = new Databases(connection);
        using var world = new TicketWorld(databases, plan, databases.Warehouse);
        connection.Execute($"set variable ticket_id = '{ticketId.Replace("'", "''", StringComparison.Ordinal)}'");
        foreach (var model in plan.Typed)
            world.Fill(model, $"from {databases.Warehouse}.{model.Relation} where ticket_id = getvariable('ticket_id')");
        world.Build(Needed(), cancellationToken);
        databases.Execute(TicketWorld.Name, "create schema explain");
        return new()
        {
            AsOf = asOf,
            OpenTimes = [.. Ask<ExplainedOpenTime>(databases, "open_times").OrderBy(open => open.OpensAt)],
            Clocks = Ask<ExplainedClock>(databases, "clocks"),
            Addends = Ask<ExplainedAddend>(databases, "addends"),
            Ticket = Ask<ExplainedTicket>(databases, "ticket").Single(),
            Happenings = Ask<ExplainedHappening>(databases, "happenings"),
            Spans = Ask<ExplainedSpan>(databases, "spans"),
            Rules = Ask<ExplainedRule>(databases, "rules"),
            Slices = Ask<ExplainedSlice>(databases, "slices"),
            Promises = Ask<ExplainedPromise>(databases, "promises"),
            Alternatives = Ask<ExplainedAlternative>(databases, "alternatives"),
        };
    }

    private List<SqlModel> Needed()
    {
        var needed = new HashSet<string>(Explained, StringComparer.Ordinal);
        foreach (var model in plan.OfTickets.Reverse().Where(model => needed.Contains(model.Relation)))
            needed.UnionWith(model.Inputs);
        return [.. plan.OfTickets.Where(model => needed.Contains(model.Relation))];
    }

    /// <summary>Keeps a query's rows as a table of its name, which later queries read, and reads those columns that the record has.</summary>
    private List<T> Ask<T>(Databases databases, string query)
    {
        var columns = string.Join(", ", typeof(T).GetProperties().Select(property => $"{JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)} as {property.Name}"));
        try
        {
            databases.Execute(TicketWorld.Name, $"create table explain.{query} as {File.ReadAllText(Path.Combine(folder, $"{query}.sql"))}");
            return connection.Query<T>($"select {columns} from {TicketWorld.Name}.explain.{query} order by rowid").AsList();
        }
        catch (DuckDBException refused)
        {
            throw new SqlFileException($"sql/explain/{query}.sql", $"cannot run: {refused.Message}", "try it in the duckdb shell", refused);
        }
    }
}
