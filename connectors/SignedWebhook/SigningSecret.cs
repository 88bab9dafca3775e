using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TelegramCrm.Connectors.SignedWebhook;

/// <summary>A symmetric secret of Standard Webhooks: 24 to 64 bytes, written <c>whsec_</c> and Base64.</summary>
public sealed class SigningSecret
{
    private const string Prefix = "whsec_";

    private readonly byte[] key;

    private SigningSecret(byte[] key) => this.key = key;

    /// <summary>Reads a secret.</summary>
    /// <param name="setting">Where it stands, for the message.</param>
    /// <param name="text">The secret.</param>
    /// <exception cref="ConnectorSettingsException">It is none; the message doesn't repeat it.</exception>
    public static SigningSecret Read(string setting, string text)
    {
        var bytes = new byte[text.Length];
        return text.StartsWith(Prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(text[Prefix.Length..], bytes, out var length) && length is >= 24 and <= 64
            ? new SigningSecret(bytes[..length])
            : throw new ConnectorSettingsException(setting, "is no secret of Standard Webhooks", "take the one that the receiver shows, or make one: \"whsec_\" and 24 to 64 random bytes in Base64");
    }

    /// <summary>Signs a message.</summary>
    /// <param name="id">Its id; no full stop stands in it.</param>
    /// <param name="sentAt">When this attempt is sent.</param>
    /// <param name="body">Its body, byte for byte.</param>
    /// <returns>The signature as it stands in the header <c>webhook-signature</c>.</returns>
    internal string Sign(string id, DateTimeOffset sentAt, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{sentAt.ToUnixTimeSeconds()}.")), .. body];
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}";
    }
}
