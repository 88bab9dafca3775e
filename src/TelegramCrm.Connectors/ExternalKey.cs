namespace TelegramCrm.Connectors;

/// <summary>What we call a record in an outside system: stable for its whole life, and unique within its entity.</summary>
/// <param name="Entity">The kind of record, as <see cref="ReceivedEntity.Entity"/>.</param>
/// <param name="Value">The key itself; never empty.</param>
public readonly record struct ExternalKey(string Entity, string Value)
{
    /// <summary>The value alone, to be put into a request or a field.</summary>
    public override string ToString() => Value;
}
