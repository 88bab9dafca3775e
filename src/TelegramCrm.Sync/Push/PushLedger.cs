using System.Data.Common;
using Dapper;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Push;

/// <summary>
/// What one target is known to hold of one entity. A fingerprint moves only when the target has confirmed the write, so a record that failed
/// is still different the next time and comes again.
/// </summary>
internal sealed class PushLedger(StateStore state, string connector, string entity)
{
    /// <summary>The fingerprint of a dead letter whose record is to be removed.</summary>
    public const string Removal = "removal";

    /// <summary>Another word with every change of the ledger; null when there never was one.</summary>
    public string? Generation()
    {
        using var connection = state.Connect();
        return connection.ExecuteScalar<string?>("select generation from push_generations where connector = @connector and entity = @entity", Scope);
    }

    /// <summary>How many records the target is known to hold.</summary>
    public long Count()
    {
        using var connection = state.Connect();
        return connection.ExecuteScalar<long>("select count(*) from push_ledger where connector = @connector and entity = @entity", Scope);
    }

    /// <summary>Hands over key and fingerprint of every confirmed record, each read once.</summary>
    public void ReadConfirmed(Action<DbDataReader> row) => Read("select external_key, fingerprint from push_ledger", row);

    /// <summary>Hands over key and fingerprint of every dead letter; the fingerprint of one that is to be tried again is empty.</summary>
    public void ReadDeadLetters(Action<DbDataReader> row) => Read("select external_key, fingerprint from push_dead_letters", row);

    /// <summary>Key, id and revision of every confirmed record, in no particular order.</summary>
    public IReadOnlyList<ConfirmedRecord> ReadRecords()
    {
        using var connection = state.Connect();
        return [.. connection.Query<ConfirmedRecord>("""
            select external_key as "Key", remote_id as "RemoteId", remote_revision as "RemoteRevision" from push_ledger where connector = @connector and entity = @entity
            """, Scope)];
    }

    /// <summary>Which of these keys the target is known to hold.</summary>
    public IReadOnlyList<string> WhichAreHeld(IEnumerable<string> keys)
    {
        using var connection = state.Connect();
        return [.. keys.Where(key => connection.ExecuteScalar<long>(
            "select count(*) from push_ledger where connector = @connector and entity = @entity and external_key = @key", new { connector, entity, key }) > 0)];
    }

    /// <summary>The fields of last confirmed writes as JSON objects by key; a record whose fields are not kept is missing.</summary>
    public IReadOnlyDictionary<string, string> ReadFields(IEnumerable<string> keys)
    {
        using var connection = state.Connect();
        var bodies = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (connection.ExecuteScalar<string?>("select body from push_fields where connector = @connector and entity = @entity and external_key = @key", new { connector, entity, key }) is { } body)
                bodies[key] = body;
        }
        return bodies;
    }

    /// <summary>Drops dead letters that nothing is owed for any more.</summary>
    public void ForgetDeadLetters(IReadOnlyList<string> keys) => Write((connection, transaction) =>
        connection.Execute("delete from push_dead_letters where connector = @connector and entity = @entity and external_key = @key", Each(keys), transaction));

    /// <summary>The target has lost these records: the next push makes them anew.</summary>
    public void ForgetRecords(IReadOnlyList<string> keys) => Write((connection, transaction) =>
    {
        connection.Execute("delete from push_ledger where connector = @connector and entity = @entity and external_key = @key", Each(keys), transaction);
        connection.Execute("delete from push_fields where connector = @connector and entity = @entity and external_key = @key", Each(keys), transaction);
        Renew(connection, transaction);
    });

    /// <summary>The target has these records in a state that is not ours: the next push writes over it, and a mirror removes what the model doesn't give.</summary>
    public void Disown(IReadOnlyList<ConfirmedRecord> records, string runId, string now) => Write((connection, transaction) =>
    {
        connection.Execute("""
            insert into push_ledger (connector, entity, external_key, remote_id, remote_revision, fingerprint, confirmed_at, run_id)
            values (@connector, @entity, @Key, @RemoteId, null, '', @now, @runId)
            on conflict (connector, entity, external_key) do update set remote_id = excluded.remote_id, remote_revision = null, fingerprint = ''
            """, records.Select(record => new { connector, entity, record.Key, record.RemoteId, now, runId }), transaction);
        Renew(connection, transaction);
    });

    /// <summary>Says that the ledger has changed, in the transaction that changes it.</summary>
    public void Renew(DbConnection connection, DbTransaction transaction) => connection.Execute("""
        insert into push_generations (connector, entity, generation) values (@connector, @entity, @generation)
        on conflict (connector, entity) do update set generation = excluded.generation
        """, new { connector, entity, generation = Guid.NewGuid().ToString("n") }, transaction);

    private void Read(string select, Action<DbDataReader> row)
    {
        using var connection = state.Connect();
        using var reader = (DbDataReader)connection.ExecuteReader($"{select} where connector = @connector and entity = @entity", Scope);
        while (reader.Read())
            row(reader);
    }

    private void Write(Action<DbConnection, DbTransaction> write)
    {
        using var connection = state.Connect();
        using var transaction = connection.BeginTransaction();
        write(connection, transaction);
        transaction.Commit();
    }

    private object Scope => new { connector, entity };

    private IEnumerable<object> Each(IEnumerable<string> keys) => keys.Select(key => new { connector, entity, key });
}

/// <summary>A record that a target is known to hold.</summary>
/// <param name="Key">Its external key.</param>
/// <param name="RemoteId">The target's own id.</param>
/// <param name="RemoteRevision">The target's name for its state, if any.</param>
internal sealed record ConfirmedRecord(string Key, string RemoteId, string? RemoteRevision);
