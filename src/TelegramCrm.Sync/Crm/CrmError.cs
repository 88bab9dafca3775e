using System.Text.Json;

namespace TelegramCrm.Sync.Crm;

/// <summary>What the CRM says is wrong.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Message">For people.</param>
/// <param name="RequestId">For the CRM's support; null when it gave none.</param>
/// <param name="Field">The field that was sent and is objected to; null when it named none.</param>
public sealed record CrmError(string? Code, string? Message, string? RequestId, string? Field = null)
{
    private sealed record Envelope(CrmError? Error);

    /// <summary>Reads an error body; null when it is none of the API's.</summary>
    /// <param name="bytes">The body.</param>
    public static CrmError? TryParse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<Envelope>(bytes, Workspace.Json)?.Error;
        }
        catch (JsonException)
        {
            return null; // an HTML page of some proxy; the status says enough
        }
    }
}
