using System.Text;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Inbox.Schemes;

/// <summary>Makes the scheme that the configuration chose.</summary>
public static class WebhookSchemes
{
    /// <summary>Makes it.</summary>
    /// <param name="wanted">The scheme, its secrets and its tolerance.</param>
    /// <param name="time">Our clock.</param>
    public static IWebhookScheme Make(WebhookConfiguration wanted, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var freshness = new Freshness(wanted.Tolerance, time);
        var keys = new SigningKeys([.. wanted.Secrets.Select(secret => KeyOf(secret, wanted.Scheme))]);
        return wanted.Scheme switch
        {
            WebhookScheme.BodyHmac => new BodySignature(keys, freshness),
            WebhookScheme.TimestampedHmac => new TimestampedSignature(keys, freshness),
            WebhookScheme.StandardWebhooks => new StandardWebhook(keys, freshness),
            _ => new SecretHeader(wanted.SecretHeader, keys, freshness),
        };
    }

    private static byte[] KeyOf(Secret secret, WebhookScheme scheme) => scheme == WebhookScheme.StandardWebhooks
        ? Convert.FromBase64String(secret.Reveal()[WebhookConfiguration.StandardPrefix.Length..]) // the configuration has checked it
        : Encoding.UTF8.GetBytes(secret.Reveal());
}
