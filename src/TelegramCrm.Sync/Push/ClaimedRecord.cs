using System.Text.Json;
using TelegramCrm.Connectors;

namespace TelegramCrm.Sync.Push;

/// <summary>A record of a claim.</summary>
/// <param name="Key">Its external key.</param>
/// <param name="Fingerprint">Of the fields as they are sent.</param>
/// <param name="Body">The fields as a JSON object.</param>
/// <param name="RemoteId">The target's id when it was claimed; null when the target did not have it.</param>
/// <param name="RemoteRevision">The target's name for that state, if any.</param>
/// <param name="Forced">1 when somebody wants it written whatever others did with it in the target.</param>
/// <param name="Refused">1 when the target refused it before; it may have kept a part of it all the same.</param>
internal sealed record ClaimedRecord(string Key, string Fingerprint, string Body, string? RemoteId, string? RemoteRevision, long Forced, long Refused)
{
    /// <summary>The target's record as the ledger has it, or as somebody looked since; null when there is none.</summary>
    public RemoteRecord? Known { get; init; } = RemoteId is null ? null : new RemoteRecord(RemoteId, RemoteRevision);

    /// <summary>Whether it may have arrived in the target without our knowing.</summary>
    public bool IsUncertain { get; init; } = Refused != 0 && RemoteId is null;

    /// <summary>How often it was sent and found otherwise than it was known.</summary>
    public int Drifts { get; init; }

    /// <summary>Whether the target did not have it before this claim.</summary>
    public bool IsNew => RemoteId is null;

    /// <summary>Whether somebody asked for it to be written over what others did.</summary>
    public bool IsForced => Forced != 0;

    public PushRecord ToPushRecord(string entity)
    {
        var fields = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var field in JsonElement.Parse(Body).EnumerateObject())
            fields.Add(field.Name, field.Value);
        return new(new ExternalKey(entity, Key), fields, Known);
    }
}
