using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>http:// and https:// addresses.</summary>
internal static class Addresses
{
    /// <summary>What is wrong with http:// beyond this machine.</summary>
    public const string Insecure = "reaches other machines over http://, readable by all on the way";

    /// <summary>What to do about it.</summary>
    public const string InsecureRemedy = "use https://, or say \"allowInsecure\": true beside it";

    /// <summary>An absolute address, without credentials in it.</summary>
    public static Shape Shape { get; } = new ScalarShape(JsonValueKind.String, "\"https://crm.example.com\"", Parse, new() { ["format"] = "uri", ["pattern"] = "^https?://" })
    {
        Writer = address => JsonValue.Create(((Uri)address).OriginalString),
    };

    /// <summary>Whether a text is such an address of another machine.</summary>
    public static bool IsInsecure(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "http", IsLoopback: false };

    // The text is never repeated: somebody may have put a password into it.
    private static Uri Parse(string text, FileReading reading)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new UnreadableTextException("is no http:// or https:// address", "write it in full, such as \"https://crm.example.com/api/v1\"");
        if (address.UserInfo.Length > 0)
            throw new UnreadableTextException("carries credentials in the address", "leave them out of it, and name them in their own keys as ${ENV:NAME}");
        return address;
    }
}
