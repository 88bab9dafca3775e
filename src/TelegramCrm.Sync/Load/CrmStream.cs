namespace TelegramCrm.Sync.Load;

/// <summary>One kind of record: where the API lists it, how it is ordered, and what a record looks like.</summary>
/// <param name="Name">As users name it, and as its table in <c>raw</c> is called.</param>
/// <param name="Path">The list's path below the API's root.</param>
/// <param name="Fields">The record's fields.</param>
public sealed record CrmStream(string Name, string Path, IReadOnlyList<Field> Fields)
{
    /// <summary>The parameter that asks for records from an instant on, inclusive.</summary>
    public string SinceParameter { get; init; } = "updated_since";

    /// <summary>The parameter that asks for records before an instant, exclusive; null where the API has none.</summary>
    public string? UntilParameter { get; init; }

    /// <summary>Whether the API promises ascending (version, id).</summary>
    public bool IsOrdered { get; init; }

    /// <summary>Whether versions that were replaced are kept, in <c>raw.superseded</c>.</summary>
    public bool KeepsHistory { get; init; }

    /// <summary>Further parameters of every request.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    /// <summary>Parameters that ask for no more than key, version and deletion; null where the API gives whole records only.</summary>
    public IReadOnlyDictionary<string, string>? KeysQuery { get; init; }

    /// <summary>The same stream, of which nothing but key, version and deletion is looked at.</summary>
    public CrmStream KeysOnly => this with
    {
        Fields = [.. Fields.Select(known => known.Role is FieldRole.Id or FieldRole.Version or FieldRole.LaterVersion or FieldRole.DeletedAt
            ? known
            : new Field(known.Name, FieldKind.Anything))],
        Query = KeysQuery ?? Query,
    };

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
