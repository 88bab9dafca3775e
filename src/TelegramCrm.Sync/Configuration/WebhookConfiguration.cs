using System.ComponentModel.DataAnnotations;
using NodaTime;

namespace TelegramCrm.Sync.Configuration;

/// <summary>The inbox for the CRM's webhooks.</summary>
public sealed record WebhookConfiguration
{
    /// <summary>The address the service listens on. For another machine's requests put a proxy with TLS before it.</summary>
    public Uri Listen { get; init; } = new("http://127.0.0.1:8090");

    /// <summary>Whether <c>listen</c> may be http:// on other addresses than this machine's own.</summary>
    public bool AllowInsecure { get; init; }

    /// <summary>The path that deliveries are posted to.</summary>
    [Written(@"^/\S*$", "a path that begins with /", "/webhooks/crm")]
    public string Path { get; init; } = "/webhooks/crm";

    /// <summary>What deliveries may be signed with, at least one of 16 or more characters. With two of them one can be replaced without losing deliveries.</summary>
    [MinLength(1)]
    public required IReadOnlyList<Secret> Secrets { get; init; }

    /// <summary>How far a delivery's timestamp may lie from our clock, either way.</summary>
    [Within("1s", "1h")]
    public Duration Tolerance { get; init; } = Duration.FromMinutes(5);
}
