using Dapper;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Push;

/// <summary>The records that targets refused: look, mend, send again.</summary>
public sealed class DeadLetters(StateStore state)
{
    // A dead letter holds back the record only while the record still has the fingerprint that was refused; no record has this one.
    private const string ToBeRetried = "";

    /// <summary>What was refused and is not mended yet, by connector, entity and key.</summary>
    /// <param name="connector">One connector's only; null for all.</param>
    public IReadOnlyList<DeadLetter> List(string? connector = null)
    {
        using var connection = state.Connect();
        return [.. connection.Query<Row>("""
            select connector as "Connector", entity as "Entity", external_key as "Key", field as "Field", reason as "Reason", remedy as "Remedy",
                refused_at as "RefusedAt", fingerprint as "Fingerprint"
            from push_dead_letters
            where coalesce(@connector, connector) = connector
            order by connector, entity, external_key
            """, new { connector }).Select(row => row.ToDeadLetter())];
    }

    /// <summary>Lets the next push try dead letters again; they stay listed until the target takes them.</summary>
    /// <param name="connector">One connector's only; null for all.</param>
    /// <param name="entity">One entity's only; null for all.</param>
    /// <param name="key">One record only; null for all.</param>
    /// <returns>How many will be tried again.</returns>
    public int Retry(string? connector = null, string? entity = null, string? key = null)
    {
        using var connection = state.Connect();
        return connection.Execute("""
            update push_dead_letters set fingerprint = @ToBeRetried
            where coalesce(@connector, connector) = connector and coalesce(@entity, entity) = entity and coalesce(@key, external_key) = external_key
            """, new { ToBeRetried, connector, entity, key });
    }

    private sealed record Row(string Connector, string Entity, string Key, string? Field, string Reason, string Remedy, string RefusedAt, string Fingerprint)
    {
        public DeadLetter ToDeadLetter() => new(Connector, Entity, Key, Field, Reason, Remedy, StateTime.ToInstant(RefusedAt), Fingerprint == ToBeRetried);
    }
}
