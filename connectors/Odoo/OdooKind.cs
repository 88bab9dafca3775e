using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.Odoo;

/// <summary>A kind of record: which model it is, and what our fields are called there.</summary>
/// <param name="Entity">Our word.</param>
/// <param name="Model">Odoo's.</param>
/// <param name="Fields">The fields that may be mapped.</param>
internal sealed record OdooKind(string Entity, string Model, IReadOnlyList<OdooField> Fields)
{
    /// <summary>Fields that must be mapped.</summary>
    public required IReadOnlyList<string> Required { get; init; }

    /// <summary>How many records are loaded at once.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Whether a record is archived instead of deleted.</summary>
    public required bool CanBeArchived { get; init; }

    /// <summary>What the engine knows of it.</summary>
    public ReceivedEntity Receives => new(Entity) { Fields = [.. Fields.Select(mapped => mapped.Name)], RequiredFields = Required, BatchSize = BatchSize };

    /// <summary>What is read of a record, as far as this version of Odoo has it.</summary>
    public IEnumerable<string> ReadFields => Fields.Select(mapped => mapped.ReadAs).Append("active").Distinct();

    /// <summary>Our name of a field of Odoo's; null for one that is not ours.</summary>
    public string? NameOf(string? field) => Fields.FirstOrDefault(candidate => candidate.ReadAs == field)?.Name;
}

/// <summary>A field of ours.</summary>
/// <param name="Name">Our word.</param>
/// <param name="Column">What a load calls it; <c>/id</c> refers by external id, <c>/.id</c> by database id.</param>
/// <param name="Cell">What a load is given, as text or false.</param>
internal sealed record OdooField(string Name, string Column, Func<PushRecord, OdooReferences, JsonNode> Cell)
{
    /// <summary>What reading calls it.</summary>
    public string ReadAs => Column.Split('/')[0];

    /// <summary>Whether a read value is what was sent. Of a reference by external id no more can be told than whether there is one.</summary>
    public bool IsAsSent(JsonElement held, JsonNode sent)
    {
        var text = sent.GetValueKind() == JsonValueKind.False ? "" : sent.GetValue<string>();
        return Column.EndsWith("/id", StringComparison.Ordinal) ? (OdooValue.Canonical(held).Length > 0) == (text.Length > 0) : OdooValue.Canonical(held) == text;
    }
}
