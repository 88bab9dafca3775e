using System.Text.Json;

namespace TelegramCrm.Sync.Push;

/// <summary>What a push would do with one record.</summary>
/// <param name="Key">Its external key.</param>
/// <param name="Action"><c>create</c>, <c>update</c> or <c>remove</c>.</param>
/// <param name="Fields">The fields that would be written: all of a new record, the different ones of a known one, none of one that is removed.</param>
public sealed record RecordChange(string Key, string Action, IReadOnlyList<FieldChange> Fields);

/// <summary>What a push would do with one field of one record.</summary>
/// <param name="Field">The mapped field.</param>
/// <param name="Old">As it was last confirmed; null when the record is new, the field is, or that is unavailable.</param>
/// <param name="New">As it would be written; null when the field is mapped no more.</param>
public sealed record FieldChange(string Field, JsonElement? Old, JsonElement? New)
{
    /// <summary>Whether nobody kept what was last confirmed, so that it can't be said whether the field differs.</summary>
    public bool IsOldUnavailable { get; init; }
}
