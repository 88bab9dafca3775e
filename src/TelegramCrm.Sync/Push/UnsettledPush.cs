using Dapper;
using NodaTime;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Push;

/// <summary>A batch with records whose outcome nobody knows: its target failed, or the process ended in the middle. The next push settles it first.</summary>
/// <param name="Connector">The connector's name.</param>
/// <param name="Entity">The kind of records.</param>
/// <param name="ClaimId">The batch's id, as the connector gets it.</param>
/// <param name="Records">How many records have no known outcome.</param>
/// <param name="ClaimedAt">When they were first taken on.</param>
/// <param name="Runs">How many runs have tried, the first included.</param>
/// <param name="LastError">What went wrong last; null when the process ended before anything could be noted.</param>
public sealed record UnsettledPush(string Connector, string Entity, string ClaimId, long Records, Instant ClaimedAt, long Runs, string? LastError)
{
    /// <summary>All of them, the oldest first.</summary>
    /// <param name="state">Where they are kept.</param>
    public static IReadOnlyList<UnsettledPush> List(StateStore state)
    {
        using var connection = state.Connect();
        // Rows of no declared type: SQLite's provider knows the type of a computed column only once it stands on a row.
        return [.. connection.Query("""
            select connector, entity, claim_id, claimed_at, attempt_count, last_error,
                (select count(*) from push_claimed_records as record
                    where record.connector = claim.connector and record.entity = claim.entity and record.claim_id = claim.claim_id) as record_count
            from push_claims as claim
            order by claimed_at, claim_id
            """).Select(row => new UnsettledPush(
                (string)row.connector, (string)row.entity, (string)row.claim_id, (long)row.record_count,
                StateTime.ToInstant((string)row.claimed_at), (long)row.attempt_count, (string?)row.last_error))];
    }
}
