using System.Data.Common;
using Dapper;
using NodaTime;
using TelegramCrm.Connectors;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Push;

/// <summary>
/// What one target is known to hold of one entity, and what is on its way there. A fingerprint moves only when the target has
/// confirmed the write, so a record that failed is still different the next time and comes again.
/// </summary>
internal sealed class PushLedger(StateStore state, string connector, string entity)
{
    /// <summary>Hands over key and fingerprint of every confirmed record, each read once.</summary>
    public void ReadConfirmed(Action<DbDataReader> row) => Read("push_ledger", row);

    /// <summary>Hands over key and fingerprint of every dead letter; the fingerprint of one that is to be tried again is empty.</summary>
    public void ReadDeadLetters(Action<DbDataReader> row) => Read("push_dead_letters", row);

    /// <summary>Hands over key and fingerprint of every claimed record.</summary>
    public void ReadUnsettled(Action<DbDataReader> row) => Read("push_claimed_records", row);

    /// <summary>How many records are claimed and not settled.</summary>
    public long CountUnsettled()
    {
        using var connection = state.Connect();
        return connection.ExecuteScalar<long>("select count(*) from push_claimed_records where connector = @connector and entity = @entity", Scope());
    }

    /// <summary>Takes changed records on: from here on they are this claim's until each of them is settled.</summary>
    public ClaimedPush Claim(string claimId, string runId, Instant now, IReadOnlyList<ChangedRecord> changes)
    {
        using var connection = state.Connect();
        using var transaction = connection.BeginTransaction();
        connection.Execute("""
            insert into push_claims (connector, entity, claim_id, run_id, claimed_at, attempt_count)
            values (@connector, @entity, @claimId, @runId, @now, 1)
            """, new { connector, entity, claimId, runId, now = now.ToText() }, transaction);
        connection.Execute("""
            insert into push_claimed_records (connector, entity, claim_id, external_key, fingerprint, body, remote_id, remote_revision)
            values (@connector, @entity, @claimId, @Key, @Fingerprint, @Body,
                (select remote_id from push_ledger where connector = @connector and entity = @entity and external_key = @Key),
                (select remote_revision from push_ledger where connector = @connector and entity = @entity and external_key = @Key))
            """, changes.Select(change => new { connector, entity, claimId, change.Key, change.Fingerprint, change.Body }), transaction);
        transaction.Commit();
        return Open(connection, claimId, now);
    }

    /// <summary>The ids of claims that an earlier run left open, the oldest first.</summary>
    public IReadOnlyList<string> OpenClaims()
    {
        using var connection = state.Connect();
        return [.. connection.Query<string>("select claim_id from push_claims where connector = @connector and entity = @entity order by claimed_at, claim_id", Scope())];
    }

    /// <summary>Takes up a claim that an earlier run left open, with the fields as they were sent then.</summary>
    public ClaimedPush Resume(string claimId)
    {
        using var connection = state.Connect();
        connection.Execute("update push_claims set attempt_count = attempt_count + 1 where connector = @connector and entity = @entity and claim_id = @claimId", Scope(claimId));
        var claimedAt = connection.QuerySingle<string>("select claimed_at from push_claims where connector = @connector and entity = @entity and claim_id = @claimId", Scope(claimId));
        return Open(connection, claimId, StateTime.ToInstant(claimedAt));
    }

    /// <summary>Writes down what became of records of a claim, all in one transaction; with its last record the claim itself goes.</summary>
    public void Settle(string claimId, string runId, Instant now, IReadOnlyList<(ClaimedRecord Record, WriteResult Result)> outcomes)
    {
        using var connection = state.Connect();
        using var transaction = connection.BeginTransaction();
        connection.Execute("""
            insert into push_ledger (connector, entity, external_key, remote_id, remote_revision, fingerprint, confirmed_at, run_id)
            values (@connector, @entity, @Key, @Id, @Revision, @Fingerprint, @now, @runId)
            on conflict (connector, entity, external_key) do update set remote_id = excluded.remote_id, remote_revision = excluded.remote_revision,
                fingerprint = excluded.fingerprint, confirmed_at = excluded.confirmed_at, run_id = excluded.run_id
            """, Written(outcomes, runId, now), transaction);
        connection.Execute("delete from push_dead_letters where connector = @connector and entity = @entity and external_key = @Key", Written(outcomes, runId, now), transaction);
        connection.Execute("""
            insert into push_dead_letters (connector, entity, external_key, fingerprint, field, reason, remedy, refused_at, run_id)
            values (@connector, @entity, @Key, @Fingerprint, @Field, @Reason, @Remedy, @now, @runId)
            on conflict (connector, entity, external_key) do update set fingerprint = excluded.fingerprint, field = excluded.field,
                reason = excluded.reason, remedy = excluded.remedy, refused_at = excluded.refused_at, run_id = excluded.run_id
            """, Refused(outcomes, runId, now), transaction);
        connection.Execute("delete from push_claimed_records where connector = @connector and entity = @entity and claim_id = @claimId and external_key = @Key",
            outcomes.Select(outcome => new { connector, entity, claimId, outcome.Record.Key }), transaction);
        connection.Execute("""
            delete from push_claims
            where connector = @connector and entity = @entity and claim_id = @claimId and not exists (
                select 1 from push_claimed_records
                where connector = @connector and entity = @entity and claim_id = @claimId)
            """, Scope(claimId), transaction);
        transaction.Commit();
    }

    /// <summary>Leaves a claim open for the next run, with what went wrong.</summary>
    public void LeaveOpen(string claimId, string error)
    {
        using var connection = state.Connect();
        connection.Execute("update push_claims set last_error = @error where connector = @connector and entity = @entity and claim_id = @claimId", new { connector, entity, claimId, error });
    }

    /// <summary>Drops dead letters that nothing is owed for any more.</summary>
    public void ForgetDeadLetters(IReadOnlyList<string> keys)
    {
        using var connection = state.Connect();
        using var transaction = connection.BeginTransaction();
        connection.Execute("delete from push_dead_letters where connector = @connector and entity = @entity and external_key = @key", keys.Select(key => new { connector, entity, key }), transaction);
        transaction.Commit();
    }

    private ClaimedPush Open(DbConnection connection, string claimId, Instant claimedAt) => new(claimId, entity, claimedAt, connection.Query<ClaimedRecord>("""
        select external_key as "Key", fingerprint as "Fingerprint", body as "Body", remote_id as "RemoteId", remote_revision as "RemoteRevision"
        from push_claimed_records
        where connector = @connector and entity = @entity and claim_id = @claimId
        order by external_key
        """, Scope(claimId)));

    private void Read(string table, Action<DbDataReader> row)
    {
        using var connection = state.Connect();
        using var reader = (DbDataReader)connection.ExecuteReader($"select external_key, fingerprint from {table} where connector = @connector and entity = @entity", Scope());
        while (reader.Read())
            row(reader);
    }

    private object Scope(string? claimId = null) => new { connector, entity, claimId };

    private IEnumerable<object> Written(IReadOnlyList<(ClaimedRecord Record, WriteResult Result)> outcomes, string runId, Instant now) =>
        from outcome in outcomes
        let written = outcome.Result as RecordWritten
        where written is not null
        select new { connector, entity, outcome.Record.Key, written.Remote.Id, written.Remote.Revision, outcome.Record.Fingerprint, now = now.ToText(), runId };

    private IEnumerable<object> Refused(IReadOnlyList<(ClaimedRecord Record, WriteResult Result)> outcomes, string runId, Instant now) =>
        from outcome in outcomes
        let refusal = (outcome.Result as RecordRefused)?.Refusal
        where refusal is not null
        select new { connector, entity, outcome.Record.Key, outcome.Record.Fingerprint, refusal.Field, refusal.Reason, refusal.Remedy, now = now.ToText(), runId };
}
