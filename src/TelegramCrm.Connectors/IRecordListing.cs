namespace TelegramCrm.Connectors;

/// <summary>A connector whose target can list our records: to compare it with what it is known to hold then takes a request a page, and not one a record, and shows what is there besides.</summary>
public interface IRecordListing
{
    /// <summary>Every record of an entity that carries a key of ours, whatever its state, in no particular order. One that was deleted there is not among them; twins are, each by itself.</summary>
    /// <param name="entity">As <see cref="ReceivedEntity.Entity"/>.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    IAsyncEnumerable<ListedRecord> ListAsync(string entity, CancellationToken cancellationToken);
}
