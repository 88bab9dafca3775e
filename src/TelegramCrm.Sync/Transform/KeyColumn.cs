namespace TelegramCrm.Sync.Transform;

/// <summary>A column of a relation's key.</summary>
/// <param name="Name">The column.</param>
/// <param name="MayBeNull">
/// Whether null is one of its values, written <c>queue_id?</c> in a header: the row of all tickets without a queue. Otherwise a null is a fault.
/// </param>
public sealed record KeyColumn(string Name, bool MayBeNull)
{
    /// <summary>Reads a column as a header writes it.</summary>
    public static KeyColumn Parse(string written)
    {
        ArgumentNullException.ThrowIfNull(written);
        return new KeyColumn(written.TrimEnd('?'), written.EndsWith('?'));
    }
}
