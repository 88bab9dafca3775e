using NodaTime;

namespace TelegramCrm.Sync.Inbox.Subscribing;

/// <summary>A subscription that the service registered.</summary>
/// <param name="Id">The CRM's id of it.</param>
/// <param name="Mark">Tells the secret it was made with from others.</param>
/// <param name="RegisteredAt">When.</param>
public sealed record RegisteredSubscription(string Id, string Mark, Instant RegisteredAt)
{
    /// <summary>Whether it was made with a secret.</summary>
    /// <param name="secret">The secret.</param>
    public bool IsSignedWith(string secret) => SecretMark.Of(secret, Id) == Mark;
}
