using Dapper;
using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Transform;

/// <summary>
/// The warehouse, and the databases that a transformation works in beside it, all on one connection. In each a relation has the name that the
/// SQL files know it by, so that the files run unchanged in any of them; <c>use</c> decides where.
/// </summary>
internal sealed class Databases : IDisposable
{
    private static readonly string[] Schemas = ["raw", "ops", "staging", "intermediate", "analytics", "changes", "before", "after", "gone"];
    private readonly Dictionary<string, string?> attached = new(StringComparer.Ordinal);

    public Databases(DuckDBConnection connection)
    {
        Connection = connection;
        Warehouse = $"\"{connection.ExecuteScalar<string>("select current_database()")}\"";
    }

    public DuckDBConnection Connection { get; }

    /// <summary>The warehouse's name among the databases, quoted.</summary>
    public string Warehouse { get; }

    /// <summary>Makes an empty database.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="file">Where it lies; null for one in memory, which spills to the temporary folder.</param>
    public void Attach(string name, string? file = null)
    {
        Detach(name);
        Remove(file); // a process that ended in the middle left it
        Connection.Execute($"attach '{(file ?? ":memory:").Replace("'", "''", StringComparison.Ordinal)}' as {name}");
        attached.Add(name, file);
        Connection.Execute(string.Concat(Schemas.Select(schema => $"create schema {name}.{schema};")));
    }

    public void Detach(string name)
    {
        Connection.Execute($"detach database if exists {name}");
        if (attached.Remove(name, out var file))
            Remove(file);
    }

    /// <summary>Runs statements, in which names without a database mean those of the given one.</summary>
    public int Execute(string database, string sql) => sql.Length == 0 ? 0 : In(database, () => Connection.Execute(sql));

    /// <summary>Runs work in the same way.</summary>
    public T In<T>(string database, Func<T> work)
    {
        Connection.Execute($"use {database}");
        try
        {
            return work();
        }
        finally
        {
            Connection.Execute($"use {Warehouse}");
        }
    }

    /// <summary>Shows relations of one database in another, under their own names.</summary>
    public void Show(string database, string home, IEnumerable<string> relations) =>
        Execute(database, string.Concat(relations.Select(relation => $"create view {relation} as from {home}.{relation};")));

    /// <summary>Runs a model's file.</summary>
    /// <exception cref="SqlFileException">DuckDB refused it.</exception>
    public void Build(string database, SqlModel model) => Blame(model, () => Execute(database, model.Text));

    /// <summary>Runs work that a model's SQL has part in.</summary>
    /// <exception cref="SqlFileException">DuckDB refused it.</exception>
    public static T Blame<T>(SqlModel model, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DuckDBException refused)
        {
            throw new SqlFileException(model.File, refused.Message, "nothing was changed; mend the file and run `tgcrm transform`", refused);
        }
    }

    /// <summary>A relation's columns, in order.</summary>
    public IReadOnlyList<(string Name, string Type)> ColumnsOf(string database, string relation) =>
    [
        .. Connection.Query<(string, string)>("""
            select column_name, data_type from duckdb_columns()
            where database_name = $database and schema_name || '.' || table_name = $relation
            order by column_index
            """, new { database = database.Trim('"'), relation }),
    ];

    public void Dispose()
    {
        foreach (var name in attached.Keys.ToList())
            Detach(name);
    }

    private static void Remove(string? file)
    {
        if (file is null)
            return;
        File.Delete(file);
        File.Delete($"{file}.wal");
    }
}
