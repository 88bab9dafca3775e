using System.Security.Cryptography;
using System.Text;

namespace TelegramCrm.Sync.Inbox.Subscribing;

/// <summary>
/// Tells whether something was made with a certain secret, without keeping the secret: a slow hash with a salt of its own, so that whoever reads
/// it learns nothing that they could sign with.
/// </summary>
internal static class SecretMark
{
    private const int Rounds = 100_000;
    private const int Length = 16;

    /// <summary>The mark of a secret.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="salt">What it was used for: the same secret has another mark elsewhere.</param>
    public static string Of(string secret, string salt) =>
        Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(secret, SHA256.HashData(Encoding.UTF8.GetBytes(salt)), Rounds, HashAlgorithmName.SHA256, Length));
}
