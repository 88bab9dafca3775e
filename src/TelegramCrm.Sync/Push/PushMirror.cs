using Dapper;
using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Push;

/// <summary>
/// A copy of one ledger in the warehouse, so that a push compares two tables and does not read the ledger as long as that is the one it was copied from. Beside each
/// fingerprint it keeps DuckDB's own hash of the row that had it: rows with an equal hash need no fingerprint. It may be dropped at any time.
/// </summary>
internal sealed class PushMirror
{
    private readonly DuckDBConnection warehouse;
    private readonly string scope;

    public PushMirror(DuckDBConnection warehouse, string connector, string entity)
    {
        this.warehouse = warehouse;
        scope = $"connector = '{connector}' and entity = '{entity}'"; // both are names of small letters, digits, _ and -
        warehouse.Execute("""
            create schema if not exists ops;
            create table if not exists ops.push_mirrors (connector varchar not null, entity varchar not null, generation varchar not null, shape varchar not null);
            create table if not exists ops.push_mirror (connector varchar not null, entity varchar not null, external_key varchar not null, fingerprint varchar not null, row_hash ubigint);
            """);
        (Connector, Entity) = (connector, entity);
    }

    /// <summary>A select of nothing, for <see cref="Advance"/>.</summary>
    public const string Nothing = "select null::varchar as external_key, null::varchar as fingerprint, null::ubigint as row_hash where false";

    private string Connector { get; }

    private string Entity { get; }

    /// <summary>The rows of this ledger, as a table in SQL: external_key, fingerprint, row_hash.</summary>
    public string Rows => $"(select external_key, fingerprint, row_hash from ops.push_mirror where {scope})";

    /// <summary>Makes the copy anew unless it is that of this ledger.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="shape">What the rows' hashes depend on beside the rows; hashes of another shape are forgotten.</param>
    public void Refresh(PushLedger ledger, string shape)
    {
        var generation = ledger.Generation() ?? "";
        var held = warehouse.QueryFirstOrDefault<Header>($"select generation as Generation, shape as Shape from ops.push_mirrors where {scope}");
        if (held?.Generation == generation && held.Shape == shape)
            return;
        using var transaction = warehouse.BeginTransaction();
        if (held?.Generation == generation)
            warehouse.Execute($"update ops.push_mirror set row_hash = null where {scope}");
        else
            Copy(ledger);
        Head(generation, shape);
        transaction.Commit();
    }

    /// <summary>Learns the hashes of rows whose fingerprints were found to be the ledger's, from the table <c>push_compared</c>.</summary>
    public void Recognize() => warehouse.Execute($"""
        update ops.push_mirror as held
        set row_hash = compared.row_hash
        from push_compared as compared
        where {scope} and compared.external_key = held.external_key and compared.fingerprint = held.fingerprint and held.row_hash is distinct from compared.row_hash
        """);

    /// <summary>Takes over what this push has confirmed, so that the next one need not read the ledger.</summary>
    /// <param name="ledger">The ledger as it is now.</param>
    /// <param name="written">A select of external_key, fingerprint and row_hash.</param>
    /// <param name="removed">Keys that the target has no more.</param>
    public void Advance(PushLedger ledger, string written, IReadOnlyList<string> removed)
    {
        using var transaction = warehouse.BeginTransaction();
        warehouse.Execute($"create or replace temp table push_advanced as {written}");
        warehouse.Execute($"delete from ops.push_mirror where {scope} and external_key in (select external_key from push_advanced)");
        warehouse.Execute($"insert into ops.push_mirror select '{Connector}', '{Entity}', external_key, fingerprint, row_hash from push_advanced");
        foreach (var key in removed)
            warehouse.Execute($"delete from ops.push_mirror where {scope} and external_key = $key", new { key });
        // What doesn't add up is copied anew by the next push.
        if (warehouse.ExecuteScalar<long>($"select count(*) from ops.push_mirror where {scope}") == ledger.Count())
            warehouse.Execute($"update ops.push_mirrors set generation = $generation where {scope}", new { generation = ledger.Generation() ?? "" });
        transaction.Commit();
    }

    private void Copy(PushLedger ledger)
    {
        warehouse.Execute($"delete from ops.push_mirror where {scope}");
        using var appender = warehouse.CreateAppender("ops", "push_mirror");
        ledger.ReadConfirmed(row => appender.CreateRow().AppendValue(Connector).AppendValue(Entity).AppendValue(row.GetString(0)).AppendValue(row.GetString(1)).AppendNullValue().EndRow());
    }

    private void Head(string generation, string shape)
    {
        warehouse.Execute($"delete from ops.push_mirrors where {scope}");
        warehouse.Execute("insert into ops.push_mirrors values ($Connector, $Entity, $generation, $shape)", new { Connector, Entity, generation, shape });
    }

    private sealed record Header(string Generation, string Shape);
}
