using System.Diagnostics;
using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using NodaTime.Text;

namespace TelegramCrm.Sync.Transform;

/// <summary>Builds every relation that the models describe, from <c>raw</c> and whatever else the database was given.</summary>
/// <param name="models">In build order, as <see cref="SqlFolder.Models"/> has them.</param>
public sealed class Transformation(IReadOnlyList<SqlModel> models)
{
    /// <summary>
    /// Runs all models in one transaction: readers of the file see all of the old relations or all of the new. The same raw rows and
    /// the same instant give the same relations.
    /// </summary>
    /// <param name="connection">Open, and in no transaction. Its time zone is set to UTC and its variable <c>as_of</c> to the instant.</param>
    /// <param name="asOf">What the figures take for now.</param>
    /// <param name="cancellationToken">Asked between two models; what was built by then is rolled back.</param>
    /// <returns>The relations in the order they were built.</returns>
    /// <exception cref="SqlFileException">A model failed, or reads what no model makes and the database does not hold. Nothing has changed then.</exception>
    public IReadOnlyList<BuiltRelation> Run(DuckDBConnection connection, Instant asOf, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        connection.Execute("set TimeZone = 'UTC'");
        connection.Execute($"set variable as_of = timestamptz '{InstantPattern.ExtendedIso.Format(asOf)}'");
        // DuckDB takes a table made in this transaction for empty, and an ASOF join from an empty table for one best done by a loop over all rows.
        connection.Execute("set asof_loop_join_threshold = 0");
        CheckGivenInputs(connection);

        using var transaction = connection.BeginTransaction();
        var built = new List<BuiltRelation>(models.Count);
        foreach (var model in models)
        {
            cancellationToken.ThrowIfCancellationRequested();
            built.Add(Build(connection, model));
        }
        transaction.Commit();
        return built;
    }

    private static BuiltRelation Build(DuckDBConnection connection, SqlModel model)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            connection.Execute(model.Text);
        }
        catch (DuckDBException refused)
        {
            throw new SqlFileException(model.File, refused.Message, "nothing was changed; mend the file and run `tgcrm transform`", refused);
        }
        var elapsed = Duration.FromTimeSpan(Stopwatch.GetElapsedTime(begun));
        return new BuiltRelation(model.Relation, connection.ExecuteScalar<long>($"select count(*) from {model.Relation}"), elapsed);
    }

    private void CheckGivenInputs(DuckDBConnection connection)
    {
        var there = connection.Query<string>(
            "select table_schema || '.' || table_name from information_schema.tables where table_catalog = current_database()").ToHashSet();
        there.UnionWith(models.Select(model => model.Relation));
        foreach (var model in models)
        {
            if (model.Inputs.FirstOrDefault(input => !there.Contains(input)) is { } missing)
                throw new SqlFileException(model.File, $"reads {missing}, which no file makes and the database does not hold", $"correct the name, or add the file or the step that makes {missing}");
        }
    }
}
