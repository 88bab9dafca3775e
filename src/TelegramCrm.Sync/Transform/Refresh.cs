using Dapper;
using DuckDB.NET.Data;
using NodaTime;

namespace TelegramCrm.Sync.Transform;

/// <summary>
/// Brings the figures of a few tickets up to date between two transforms: their rows, and nothing that sums up many tickets, moves with time alone or
/// is given out. The next transform looks at these tickets again, so that whatever a refresh did, the marts come out as if there had been none.
/// </summary>
/// <param name="sql">The SQL folder.</param>
public sealed class Refresh(SqlFolder sql)
{
    private readonly BuildPlan plan = new(sql.Models, sql.ChangedTickets);
    private (long Transform, bool IsCurrent)? judged;

    /// <summary>Whether some tickets stand newer in the marts than what sums them up.</summary>
    /// <param name="connection">Open on the working warehouse.</param>
    public static bool IsPending(DuckDBConnection connection) => connection.ExecuteScalar<bool>("select exists (from ops.refreshes)");

    /// <summary>Computes the tickets of which certain loads brought something since the last refresh or transform.</summary>
    /// <param name="connection">Open, in no transaction, while nobody else writes. Its variable <c>as_of</c> is set.</param>
    /// <param name="runId">Whose loads.</param>
    /// <param name="asOf">What the figures take for now.</param>
    /// <param name="cancellationToken">Asked between two models; the marts stay as they were then.</param>
    /// <returns>How many tickets were computed; 0 also while there are no marts, or none that these SQL files and settings made: the next transform makes them.</returns>
    /// <exception cref="SqlFileException">A model failed. Nothing has changed then.</exception>
    public long Run(DuckDBConnection connection, string runId, Instant asOf, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (LastTransform.Read(connection) is not { } last || asOf < last.AsOf)
            return 0;
        var loads = connection.Query<long>("""
            select load_id from ops.loads
            where run_id = $runId and load_id > greatest($LoadId, (select coalesce(max(load_id), 0) from ops.refreshes where run_id = $runId))
            order by load_id
            """, new { runId, last.LoadId }).AsList();
        if (loads.Count == 0)
            return 0;
        Transformation.Prepare(connection, asOf);
        using var databases = new Databases(connection);
        return IsCurrent(databases, last) ? Run(databases, last, runId, loads, asOf, cancellationToken) : 0;
    }

    private bool IsCurrent(Databases databases, LastTransform last)
    {
        if (judged?.Transform != last.Number)
            judged = (last.Number, sql.ChangedTickets is not null && Fingerprint.Of(sql, plan, databases) == last.Fingerprint);
        return judged.Value.IsCurrent;
    }

    private long Run(Databases databases, LastTransform last, string runId, List<long> loads, Instant asOf, CancellationToken cancellationToken)
    {
        SharedRows.Show(databases, plan);
        var loaded = new LoadedRows(databases, plan, last);
        loaded.BuildOf(loads);
        var changed = new ChangedRows(databases, plan);
        changed.Begin();
        foreach (var (_, chunk, _) in loaded.Chunks)
            Compute(loaded, changed, chunk, cancellationToken);
        var tickets = loaded.Chunks.Sum(chunk => chunk.Tickets);
        using var transaction = databases.Connection.BeginTransaction();
        Apply(databases, last);
        databases.Connection.Execute("insert into ops.refreshes values ($runId, $asOf, $loadId, $tickets)", new { runId, asOf = asOf.ToDateTimeUtc(), loadId = loads[^1], tickets });
        transaction.Commit();
        return tickets;
    }

    private void Compute(LoadedRows loaded, ChangedRows changed, int chunk, CancellationToken cancellationToken)
    {
        using var world = loaded.OpenWorld(isLaterOnly: false, chunk);
        world.Build(plan.OfTickets, cancellationToken);
        var kept = plan.Kept.ToList();
        changed.Compare(kept);
        foreach (var summary in plan.Summaries.Where(summary => summary.Rebuilt == Rebuilt.ByDay))
            changed.NoteDays(summary, kept);
    }

    /// <summary>The months that it changes count as changed by the next transform, which is the next that is published.</summary>
    private void Apply(Databases databases, LastTransform last)
    {
        var writing = new Writing(databases, plan, last.Number + 1);
        foreach (var model in plan.Kept)
            writing.Put(model);
        writing.Mark();
        databases.Connection.Execute($"insert into ops.refreshed_days select distinct relation, day from {ChangedRows.Next}.changes.days");
    }
}
