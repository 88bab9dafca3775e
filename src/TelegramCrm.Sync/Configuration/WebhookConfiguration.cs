using System.ComponentModel.DataAnnotations;
using System.Net;
using NodaTime;

namespace TelegramCrm.Sync.Configuration;

/// <summary>The inbox for the CRM's webhooks.</summary>
public sealed record WebhookConfiguration
{
    /// <summary>Precedes the base64 of a Standard Webhooks secret.</summary>
    public const string StandardPrefix = "whsec_";

    /// <summary>The address the service listens on. For another machine's requests put a proxy with TLS before it.</summary>
    public Uri Listen { get; init; } = new("http://127.0.0.1:8090");

    /// <summary>Whether <c>listen</c> may be http:// on other addresses than this machine's own.</summary>
    public bool AllowInsecure { get; init; }

    /// <summary>The path that deliveries are posted to.</summary>
    [Written(@"^/\S*$", "a path that begins with /", "/webhooks/crm")]
    public string Path { get; init; } = "/webhooks/crm";

    /// <summary>How the sender proves that a delivery is its own.</summary>
    public WebhookScheme Scheme { get; init; } = WebhookScheme.BodyHmac;

    /// <summary>What deliveries may be signed with, at least one of 16 or more characters. With two of them one can be replaced without losing deliveries.</summary>
    [MinLength(1)]
    public required IReadOnlyList<Secret> Secrets { get; init; }

    /// <summary>The header that holds the secret in the scheme <c>secretHeader</c>.</summary>
    [Written("^[A-Za-z0-9-]+$", "a header's name", "X-Telegram-Bot-Api-Secret-Token")]
    public string SecretHeader { get; init; } = "X-Telegram-Bot-Api-Secret-Token";

    /// <summary>How far a delivery's timestamp may lie from our clock, either way.</summary>
    [Within("1s", "1h")]
    public Duration Tolerance { get; init; } = Duration.FromMinutes(5);

    /// <summary>Where the CRM reaches the inbox from outside, path included: usually an address of the proxy before it. Needed for <c>register</c>.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Whether the service subscribes <c>publicUrl</c> at the CRM by itself, with the first of the secrets, and looks after that subscription.</summary>
    public bool Register { get; init; }

    /// <summary>The events that the CRM is asked to tell of.</summary>
    [MinLength(1)]
    [OneOf("ticket.created", "ticket.updated", "ticket.status_changed", "ticket.assigned", "ticket.message_added", "ticket.deleted", "template.applied", "agent.availability_changed")]
    public IReadOnlyList<string> Events { get; init; } =
        ["ticket.created", "ticket.updated", "ticket.status_changed", "ticket.assigned", "ticket.message_added", "ticket.deleted", "template.applied", "agent.availability_changed"];

    /// <summary>When somebody is told that the inbox is not well.</summary>
    public InboxAlertConfiguration Alerts { get; init; } = new();

    /// <summary>The networks that deliveries may come from; all when there are none.</summary>
    public IReadOnlyList<IPNetwork> AllowedAddresses { get; init; } = [];

    /// <summary>The networks of proxies whose <c>X-Forwarded-For</c> is believed; nobody's when there are none.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];
}

/// <summary>How a sender proves that a delivery is its own.</summary>
public enum WebhookScheme
{
    /// <summary>The CRM's own: the HMAC-SHA256 of the body in <c>X-Webhook-Signature: sha256=…</c>.</summary>
    BodyHmac,

    /// <summary>The HMAC-SHA256 of second and body in <c>X-Webhook-Signature: t=…,v1=…</c>.</summary>
    TimestampedHmac,

    /// <summary>Standard Webhooks; secrets are <c>whsec_</c> and base64.</summary>
    StandardWebhooks,

    /// <summary>The secret itself in a header.</summary>
    SecretHeader,
}
