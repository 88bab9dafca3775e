namespace TelegramCrm.Connectors;

/// <summary>Records of one entity that are written together.</summary>
/// <param name="Id">
/// The claim they were taken under: unique among all batches of its entity, of letters, digits, <c>-</c> and <c>_</c>. A batch that is sent again after a
/// crash has the same id, the same time and the same fields, without the records that are settled already.
/// </param>
/// <param name="ClaimedAt">When they were claimed, in UTC.</param>
/// <param name="Entity">The kind of the records, as <see cref="ReceivedEntity.Entity"/>.</param>
/// <param name="Records">At least one, in ascending order of their keys; no key comes twice.</param>
public sealed record PushBatch(string Id, DateTimeOffset ClaimedAt, string Entity, IReadOnlyList<PushRecord> Records)
{
    /// <summary>Writes one record after the other, for a target that takes one a request. A refusal or a drift concerns its own record only; any other failure ends the batch.</summary>
    /// <param name="write">Creates or updates one record, reads it back and returns it.</param>
    /// <param name="cancellationToken">Ends the batch.</param>
    public async Task<IReadOnlyList<WriteResult>> WriteEachAsync(Func<PushRecord, CancellationToken, Task<RemoteRecord>> write, CancellationToken cancellationToken)
    {
        var results = new List<WriteResult>(Records.Count);
        foreach (var record in Records)
        {
            try
            {
                results.Add(new RecordWritten(record.Key, await write(record, cancellationToken)));
            }
            catch (RecordRefusedException refusal)
            {
                results.Add(new RecordRefused(record.Key, refusal));
            }
            catch (RecordDriftedException drift)
            {
                results.Add(new RecordDrifted(record.Key, drift.Present));
            }
        }
        return results;
    }
}
