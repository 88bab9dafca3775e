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
        return [.. connection.Query<Row>("""
            select connector as "Connector", entity as "Entity", claim_id as "ClaimId",
                (select count(*) from push_claimed_records as record
                    where record.connector = claim.connector and record.entity = claim.entity and record.claim_id = claim.claim_id) as "Records",
                claimed_at as "ClaimedAt", attempt_count as "Runs", last_error as "LastError"
            from push_claims as claim
            order by claimed_at, claim_id
            """).Select(row => new UnsettledPush(row.Connector, row.Entity, row.ClaimId, row.Records, StateTime.ToInstant(row.ClaimedAt), row.Runs, row.LastError))];
    }

    private sealed record Row(string Connector, string Entity, string ClaimId, long Records, string ClaimedAt, long Runs, string? LastError);
}
