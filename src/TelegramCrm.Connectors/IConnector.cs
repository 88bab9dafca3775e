namespace TelegramCrm.Connectors;

/// <summary>
/// Describes one outside system: what it takes, how to find a record by our key, how to write one, how its failures look.
/// Which records changed, the ledger of confirmed writes, retries, schedules and logs are the push engine's.
/// </summary>
/// <remarks>
/// Any exception but <see cref="RecordRefusedException"/> and <see cref="BatchRefusedException"/> means that the outcome is unknown: the engine tries again, and looks
/// before it does so whether the record arrived. Messages of exceptions are shown and stored: no secret may stand in them.
/// The engine never calls two members of one instance at a time. A target that can lose records is an <see cref="IRecordRemoval"/> too, one that holds
/// articles an <see cref="IKnowledgeBase"/>.
/// </remarks>
public interface IConnector
{
    /// <summary>The kinds of records it takes, in the order in which they are to be written: what others refer to comes first.</summary>
    IReadOnlyList<ReceivedEntity> Receives { get; }

    /// <summary>Proves, without writing, that the target can be reached and that the credentials may do what a push needs.</summary>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>What was proved, or what is missing. It may also throw, when the target can't be reached at all.</returns>
    Task<CheckResult> CheckAsync(CancellationToken cancellationToken);

    /// <summary>Looks a record up in the target by our key, whatever its state there: closed and archived ones too.</summary>
    /// <param name="key">The key it was written under.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The record; null when the target has none.</returns>
    /// <exception cref="RecordRefusedException">Several records carry the key, so none of them can safely be written.</exception>
    Task<RemoteRecord?> FindAsync(ExternalKey key, CancellationToken cancellationToken);

    /// <summary>Writes records of one entity, at most <see cref="ReceivedEntity.BatchSize"/> of them, and reads back: 'ok' does not mean saved.</summary>
    /// <param name="batch">What to write. A record with <see cref="PushRecord.Known"/> is updated, one without is created.</param>
    /// <param name="cancellationToken">Ends the write; what was sent by then has an unknown outcome.</param>
    /// <returns>What became of each record, in any order. A record that is missing here has an unknown outcome.</returns>
    /// <exception cref="RecordRefusedException">The target refused the record named in it. Of the other records of the batch nothing is known.</exception>
    /// <exception cref="BatchRefusedException">The target refused the whole batch and took nothing of it.</exception>
    Task<IReadOnlyList<WriteResult>> WriteAsync(PushBatch batch, CancellationToken cancellationToken);
}
