using System.Data.Common;
using Dapper;
using TelegramCrm.Connectors;

namespace TelegramCrm.Sync.Push;

/// <summary>A record of a claim whose outcome is known.</summary>
/// <param name="Record">As it was claimed.</param>
/// <param name="Result">What became of it.</param>
internal sealed record SettledRecord(ClaimedRecord Record, WriteResult Result)
{
    /// <summary>Whether the target holds something else since.</summary>
    public bool ChangesLedger => Result is RecordWritten or RecordRemoved;

    /// <summary>The dead letter that it becomes; null when nothing is wrong.</summary>
    public DeadReason? Dead => Result switch
    {
        RecordRefused { Refusal: var refusal } => new(refusal.Field, refusal.Reason, refusal.Remedy, null),
        RecordDrifted { Present: null } => new(null, "somebody deleted it in the target", $"{Retry} makes it anew; \"onDeleted\": \"recreate\" would always do so", "deleted"),
        RecordDrifted => new(null, "somebody edited it in the target since it was last written", $"{Retry} writes over that; \"onEdited\": \"overwrite\" would always do so", "edited"),
        _ => null,
    };

    private string Retry => $"`tgcrm push retry --key {Record.Key}`";
}

/// <summary>Why a record is a dead letter.</summary>
internal sealed record DeadReason(string? Field, string Reason, string Remedy, string? Drift);

/// <summary>Writes down what became of records of one claim: the ledger of what the target holds, the dead letters, and that nothing of them is open.</summary>
internal sealed class SettledRecords(string connector, string entity, string claimId, string runId, string now, IReadOnlyList<SettledRecord> outcomes)
{
    public void Write(DbConnection connection, DbTransaction transaction)
    {
        connection.Execute("""
            insert into push_ledger (connector, entity, external_key, remote_id, remote_revision, fingerprint, confirmed_at, run_id)
            values (@connector, @entity, @Key, @Id, @Revision, @Fingerprint, @now, @runId)
            on conflict (connector, entity, external_key) do update set remote_id = excluded.remote_id, remote_revision = excluded.remote_revision,
                fingerprint = excluded.fingerprint, confirmed_at = excluded.confirmed_at, run_id = excluded.run_id
            """, Written, transaction);
        connection.Execute("""
            insert into push_fields (connector, entity, external_key, body) values (@connector, @entity, @Key, @Body)
            on conflict (connector, entity, external_key) do update set body = excluded.body
            """, Written, transaction);
        foreach (var table in (string[])["push_ledger", "push_fields"])
            connection.Execute($"delete from {table} where connector = @connector and entity = @entity and external_key = @Key", Keys(outcome => outcome.Result is RecordRemoved), transaction);
        connection.Execute("delete from push_dead_letters where connector = @connector and entity = @entity and external_key = @Key", Keys(outcome => outcome.ChangesLedger), transaction);
        connection.Execute("""
            insert into push_dead_letters (connector, entity, external_key, fingerprint, field, reason, remedy, drift, refused_at, run_id)
            values (@connector, @entity, @Key, @Fingerprint, @Field, @Reason, @Remedy, @Drift, @now, @runId)
            on conflict (connector, entity, external_key) do update set fingerprint = excluded.fingerprint, field = excluded.field,
                reason = excluded.reason, remedy = excluded.remedy, drift = excluded.drift, refused_at = excluded.refused_at, run_id = excluded.run_id
            """, Dead, transaction);
        connection.Execute("delete from push_claimed_records where connector = @connector and entity = @entity and claim_id = @claimId and external_key = @Key", Keys(_ => true), transaction);
    }

    private IEnumerable<object> Written =>
        from outcome in outcomes
        let written = outcome.Result as RecordWritten
        where written is not null
        select new { connector, entity, outcome.Record.Key, written.Remote.Id, written.Remote.Revision, outcome.Record.Fingerprint, outcome.Record.Body, now, runId };

    private IEnumerable<object> Dead =>
        from outcome in outcomes
        let dead = outcome.Dead
        where dead is not null
        select new { connector, entity, outcome.Record.Key, outcome.Record.Fingerprint, dead.Field, dead.Reason, dead.Remedy, dead.Drift, now, runId };

    private IEnumerable<object> Keys(Func<SettledRecord, bool> which) => outcomes.Where(which).Select(outcome => new { connector, entity, claimId, outcome.Record.Key });
}
