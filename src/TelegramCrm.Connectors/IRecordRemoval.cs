namespace TelegramCrm.Connectors;

/// <summary>A connector whose target can lose records: needed for the mode <c>mirror</c>, and to erase a person there.</summary>
public interface IRecordRemoval
{
    /// <summary>Deletes records, or closes them for good where the target can't delete, and reads back.</summary>
    /// <param name="batch">
    /// What to remove: every record has <see cref="PushRecord.Known"/>, and <see cref="PushRecord.Fields"/> are those of its last confirmed write, as far as
    /// they are kept. At most <see cref="ReceivedEntity.BatchSize"/> of them.
    /// </param>
    /// <param name="cancellationToken">Ends the removal; what was sent by then has an unknown outcome.</param>
    /// <returns><see cref="RecordRemoved"/>, also for what was gone already, or <see cref="RecordRefused"/>, for each record. One that is missing here has an unknown outcome.</returns>
    Task<IReadOnlyList<WriteResult>> RemoveAsync(PushBatch batch, CancellationToken cancellationToken);
}
