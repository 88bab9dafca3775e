namespace TelegramCrm.Connectors;

/// <summary>A kind of record that a connector takes. What is sent of it stands in <c>sql/push/&lt;connector type&gt;/&lt;entity&gt;.sql</c>.</summary>
/// <param name="Entity">The field's word in the plural, as <c>tickets</c>; small letters, digits and <c>_</c>.</param>
public sealed record ReceivedEntity(string Entity)
{
    /// <summary>The fields that may be mapped; null when any field may, as for a file. A mapping with another field is refused before anything is sent.</summary>
    public IReadOnlyCollection<string>? Fields { get; init; }

    /// <summary>The fields that must be mapped. They may still be null in a record.</summary>
    public IReadOnlyCollection<string> RequiredFields { get; init; } = [];

    /// <summary>How many records a write takes at most; 1 or more. 1 is right for an API that writes one record a request.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>
    /// Whether the target itself keeps one record a key when the same batch comes twice: an upsert, or a file whose name follows from
    /// <see cref="PushBatch.Id"/>. Then a batch of unknown outcome is sent again as it was; otherwise each of its records is looked up first.
    /// </summary>
    public bool RepeatsAreHarmless { get; init; }

    /// <summary>
    /// Whether the target hands records on and does not keep them: a file that is taken in, a message that is received. Then it is never compared with what was sent to it,
    /// since all would be missing.
    /// </summary>
    public bool IsHandedOver { get; init; }
}
