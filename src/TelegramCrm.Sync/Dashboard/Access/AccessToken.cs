using System.Security.Cryptography;
using System.Text;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Dashboard.Access;

/// <summary>The token that lets people in. Only its digest is kept, and comparing takes as long for a near guess as for a far one.</summary>
/// <param name="secret">The token.</param>
internal sealed class AccessToken(Secret secret)
{
    private readonly byte[] digest = Digest(secret.Reveal());

    public bool Is(string guess) => CryptographicOperations.FixedTimeEquals(Digest(guess), digest);

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
