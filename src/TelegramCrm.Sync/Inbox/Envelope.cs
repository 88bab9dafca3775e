using System.Text.Json;
using System.Text.Unicode;

namespace TelegramCrm.Sync.Inbox;

/// <summary>What a body says of itself.</summary>
/// <param name="Id">The delivery's id; null where there is none.</param>
/// <param name="Type">The event's type; null where there is none.</param>
/// <param name="WorkspaceId">The workspace that it comes from; null where it does not say.</param>
/// <param name="Challenge">What the registration of a webhook wants to hear again; null in a delivery.</param>
/// <param name="HasData">Whether it has an object <c>data</c>.</param>
internal sealed record Envelope(string? Id, string? Type, string? WorkspaceId, string? Challenge, bool HasData)
{
    private const string Verification = "webhook.verification";

    public bool IsVerification => Type == Verification && Challenge is not null;

    public bool IsDelivery => IsName(Id) && IsName(Type) && WorkspaceId is not null && HasData;

    /// <summary>Reads all of a body; null when it is not one JSON object in UTF-8.</summary>
    public static Envelope? Read(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
            return null;
        try
        {
            return ReadObject(body);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException) // the latter: an escaped surrogate without a partner
        {
            return null;
        }
    }

    /// <summary>Fit for a key of any database, and for a log.</summary>
    private static bool IsName(string? text) => text is { Length: > 0 and <= 200 } && !text.Any(char.IsControl);

    private static Envelope? ReadObject(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        var envelope = new Envelope(null, null, null, null, HasData: false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            envelope = (name, reader.TokenType) switch
            {
                ("id", JsonTokenType.String) => envelope with { Id = reader.GetString() },
                ("type", JsonTokenType.String) => envelope with { Type = reader.GetString() },
                ("workspace_id", JsonTokenType.String) => envelope with { WorkspaceId = reader.GetString() },
                ("challenge", JsonTokenType.String) => envelope with { Challenge = reader.GetString() },
                ("data", JsonTokenType.StartObject) => envelope with { HasData = true },
                _ => envelope,
            };
            reader.Skip();
        }
        return reader.Read() ? null : envelope;
    }
}
