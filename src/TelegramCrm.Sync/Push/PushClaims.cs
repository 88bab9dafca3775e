using System.Data.Common;
using Dapper;
using NodaTime;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Push;

/// <summary>What is on its way to one target of one entity: batches that were taken on, each until the last of its records is settled.</summary>
internal sealed class PushClaims(StateStore state, string connector, string entity)
{
    private readonly PushLedger ledger = new(state, connector, entity);

    /// <summary>Hands over key and fingerprint of every claimed record.</summary>
    public void ReadUnsettled(Action<DbDataReader> row)
    {
        using var connection = state.Connect();
        using var reader = (DbDataReader)connection.ExecuteReader("select external_key, fingerprint from push_claimed_records where connector = @connector and entity = @entity", Scope());
        while (reader.Read())
            row(reader);
    }

    /// <summary>How many records are claimed and not settled.</summary>
    public long CountUnsettled()
    {
        using var connection = state.Connect();
        return connection.ExecuteScalar<long>("select count(*) from push_claimed_records where connector = @connector and entity = @entity", Scope());
    }

    /// <summary>Takes changed records on: from here on they are this claim's until each of them is settled.</summary>
    public ClaimedPush Claim(string claimId, string runId, Instant now, IReadOnlyList<ChangedRecord> changes) => Claim(claimId, runId, now, isRemoval: false, """
        insert into push_claimed_records (connector, entity, claim_id, external_key, fingerprint, body, remote_id, remote_revision, is_forced)
        select @connector, @entity, @claimId, @Key, @Fingerprint, @Body, held.remote_id, held.remote_revision, case when letter.drift is not null and letter.fingerprint = '' then 1 else 0 end
        from (select 1 as one) as one
        left join push_ledger as held on held.connector = @connector and held.entity = @entity and held.external_key = @Key
        left join push_dead_letters as letter on letter.connector = @connector and letter.entity = @entity and letter.external_key = @Key
        """, changes.Select(change => new { connector, entity, claimId, change.Key, change.Fingerprint, change.Body }));

    /// <summary>Takes on records that are to be removed.</summary>
    public ClaimedPush ClaimRemovals(string claimId, string runId, Instant now, IReadOnlyList<string> keys) => Claim(claimId, runId, now, isRemoval: true, """
        insert into push_claimed_records (connector, entity, claim_id, external_key, fingerprint, body, remote_id, remote_revision)
        select @connector, @entity, @claimId, @key, @removal, coalesce(fields.body, '{}'), held.remote_id, held.remote_revision
        from push_ledger as held
        left join push_fields as fields on fields.connector = held.connector and fields.entity = held.entity and fields.external_key = held.external_key
        where held.connector = @connector and held.entity = @entity and held.external_key = @key
        """, keys.Select(key => new { connector, entity, claimId, key, removal = PushLedger.Removal }));

    /// <summary>The ids of claims that an earlier run left open, the oldest first.</summary>
    public IReadOnlyList<string> OpenClaims()
    {
        using var connection = state.Connect();
        return [.. connection.Query<string>("select claim_id from push_claims where connector = @connector and entity = @entity order by claimed_at, claim_id", Scope())];
    }

    /// <summary>Takes up a claim that an earlier run left open, with the fields as they were sent then: nobody knows whether they arrived.</summary>
    public ClaimedPush Resume(string claimId)
    {
        using var connection = state.Connect();
        connection.Execute("update push_claims set attempt_count = attempt_count + 1 where connector = @connector and entity = @entity and claim_id = @claimId", Scope(claimId));
        var claim = connection.QuerySingle<OpenClaim>("""
            select claimed_at as "ClaimedAt", is_removal as "Removal" from push_claims where connector = @connector and entity = @entity and claim_id = @claimId
            """, Scope(claimId));
        var resumed = Open(connection, claimId, StateTime.ToInstant(claim.ClaimedAt), claim.Removal != 0);
        resumed.BecomesUncertain();
        return resumed;
    }

    /// <summary>Writes down what became of records of a claim, all in one transaction; with its last record the claim itself goes.</summary>
    public void Settle(string claimId, string runId, Instant now, IReadOnlyList<SettledRecord> outcomes)
    {
        using var connection = state.Connect();
        using var transaction = connection.BeginTransaction();
        new SettledRecords(connector, entity, claimId, runId, now.ToText(), outcomes).Write(connection, transaction);
        if (outcomes.Any(outcome => outcome.ChangesLedger))
            ledger.Renew(connection, transaction);
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

    private ClaimedPush Claim(string claimId, string runId, Instant now, bool isRemoval, string insert, IEnumerable<object> records)
    {
        using var connection = state.Connect();
        using var transaction = connection.BeginTransaction();
        connection.Execute("""
            insert into push_claims (connector, entity, claim_id, run_id, claimed_at, attempt_count, is_removal)
            values (@connector, @entity, @claimId, @runId, @now, 1, @removal)
            """, new { connector, entity, claimId, runId, now = now.ToText(), removal = isRemoval ? 1 : 0 }, transaction);
        connection.Execute(insert, records, transaction);
        transaction.Commit();
        return Open(connection, claimId, now, isRemoval);
    }

    private ClaimedPush Open(DbConnection connection, string claimId, Instant claimedAt, bool isRemoval) => new(claimId, entity, claimedAt, isRemoval, connection.Query<ClaimedRecord>("""
        select record.external_key as "Key", record.fingerprint as "Fingerprint", record.body as "Body", record.remote_id as "RemoteId",
            record.remote_revision as "RemoteRevision", record.is_forced as "Forced", cast(case when letter.external_key is null then 0 else 1 end as bigint) as "Refused"
        from push_claimed_records as record
        left join push_dead_letters as letter
            on letter.connector = record.connector and letter.entity = record.entity and letter.external_key = record.external_key
        where record.connector = @connector and record.entity = @entity and record.claim_id = @claimId
        order by record.external_key
        """, Scope(claimId)));

    private object Scope(string? claimId = null) => new { connector, entity, claimId };

    private sealed record OpenClaim(string ClaimedAt, long Removal);
}
