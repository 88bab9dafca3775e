using NodaTime;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Sync.Extract;

/// <summary>
/// Reading on relies on the order of versions alone, so only that is required. How ids of one instant are ordered depends on
/// the server's collation, which nobody promises; whatever it is, a cursor leads behind the last of them.
/// </summary>
internal static class PromisedOrder
{
    /// <summary>Holds a record against the one before it in the same chain of pages.</summary>
    /// <param name="stream">The stream; one without an order may give its records anyhow.</param>
    /// <param name="key">The record.</param>
    /// <param name="previousAt">The version of the one before; null for the first.</param>
    /// <exception cref="CrmException">The record is older.</exception>
    public static void RequireOrder(this CrmStream stream, RecordKey key, Instant? previousAt)
    {
        if (stream.IsOrdered && key.VersionAt < previousAt)
            throw new CrmException($"{stream.Path}: record {key.Id} of {key.VersionAt} comes after one of {previousAt}; the API broke its promised order, ask its operator", null);
    }
}
