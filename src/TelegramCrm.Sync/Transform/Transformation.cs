using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using NodaTime.Text;

namespace TelegramCrm.Sync.Transform;

/// <summary>Brings every relation that the models describe up to date, from <c>raw</c> and whatever else the database was given.</summary>
/// <param name="sql">The SQL folder.</param>
/// <param name="scratch">A folder for what does not fit into memory; null to keep it in memory all the same.</param>
/// <param name="ticketsAtATime">How many tickets are computed together.</param>
public sealed class Transformation(SqlFolder sql, string? scratch = null, int ticketsAtATime = 50_000)
{
    private readonly BuildPlan plan = new(sql.Models, sql.ChangedTickets);

    /// <summary>
    /// Computes the changed tickets, or all of them, and writes what has changed in one transaction: readers of the file see all of the old relations
    /// or all of the new. Either way the relations hold what the raw rows and the instant say, so that both ways give the same rows.
    /// </summary>
    /// <param name="connection">Open, in no transaction, while nobody else writes. Its time zone is set to UTC and its variable <c>as_of</c> to the instant.</param>
    /// <param name="request">What for.</param>
    /// <param name="cancellationToken">Asked between two models; the relations stay as they were then.</param>
    /// <exception cref="SqlFileException">A model failed, or reads what no model makes and the database does not hold. Nothing has changed then.</exception>
    public TransformOutcome Run(DuckDBConnection connection, TransformRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(request);
        Prepare(connection, request.AsOf);
        CheckGivenInputs(connection);

        using var databases = new Databases(connection);
        var last = LastTransform.Read(connection);
        var made = new LastTransform(
            (last?.Number ?? 0) + 1, request.AsOf, connection.ExecuteScalar<long>("select coalesce(max(load_id), 0) from ops.loads"), Fingerprint.Of(sql, plan, databases));
        var failing = LastTransform.ReadFailingTests(connection);
        var isFull = request.IsFull || last is null || sql.ChangedTickets is null || last.Fingerprint != made.Fingerprint || request.AsOf < last.AsOf
            || failing.Any(name => plan.OfTickets.Any(model => !plan.IsKept(model) && name == $"{model.Relation}.key"));
        return isFull || Outnumbers(connection, last!)
            ? Run(databases, new FullBuild(databases, plan, sql, scratch is null ? null : Path.Combine(scratch, "transform.duckdb"), ticketsAtATime), made, request.RunId, isFull: true, cancellationToken)
            : Run(databases, new Increment(databases, plan, sql, last!, failing.Count > 0, ticketsAtATime), made, request.RunId, isFull: false, cancellationToken);
    }

    /// <summary>Makes a connection ready to run models.</summary>
    internal static void Prepare(DuckDBConnection connection, Instant asOf) => connection.Execute($"""
        set TimeZone = 'UTC';
        set variable as_of = timestamptz '{InstantPattern.ExtendedIso.Format(asOf)}';
        set asof_loop_join_threshold = 0; -- a table made in this transaction is taken for empty, and an ASOF join from it for one best done by a loop over all rows
        """);

    private TransformOutcome Run(Databases databases, IBuild build, LastTransform made, string runId, bool isFull, CancellationToken cancellationToken)
    {
        var tickets = build.Compute(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        using (var transaction = databases.Connection.BeginTransaction())
        {
            build.Apply(made.Number);
            LastTransform.Write(databases.Connection, made, runId, isFull);
            databases.Connection.Execute("delete from ops.refreshes; delete from ops.refreshed_days");
            transaction.Commit();
        }
        return new(made.Number, isFull, tickets, Count(databases), build.Tested, build.Untested);
    }

    private List<BuiltRelation> Count(Databases databases) =>
    [
        .. sql.Models.Where(model => model.Rebuilt != Rebuilt.ByTicket || plan.IsKept(model))
            .Select(model => new BuiltRelation(model.Relation, databases.Connection.ExecuteScalar<long>($"select count(*) from {model.Relation}"))),
    ];

    /// <summary>Whether so much was loaded that to compute all is less work than to look for what changed.</summary>
    private bool Outnumbers(DuckDBConnection connection, LastTransform last)
    {
        var counts = string.Join(" union all ", plan.Typed.SelectMany(model => model.Inputs).Distinct(StringComparer.Ordinal)
            .Select(raw => $"select count(*) as all_rows, count(*) filter (load_id > {last.LoadId}) as loaded_rows from {raw}"));
        return connection.ExecuteScalar<bool>($"select sum(loaded_rows) > 10000 and sum(loaded_rows) * 4 > sum(all_rows) from ({counts})");
    }

    private void CheckGivenInputs(DuckDBConnection connection)
    {
        var there = connection.Query<string>(
            "select table_schema || '.' || table_name from information_schema.tables where table_catalog = current_database()").ToHashSet();
        there.UnionWith(sql.Models.Select(model => model.Relation));
        foreach (var model in sql.Models)
        {
            if (model.Inputs.FirstOrDefault(input => !there.Contains(input)) is { } missing)
                throw new SqlFileException(model.File, $"reads {missing}, which no file makes and the database does not hold", $"correct the name, or add the file or the step that makes {missing}");
        }
    }
}
