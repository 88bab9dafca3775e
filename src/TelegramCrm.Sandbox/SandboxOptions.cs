namespace TelegramCrm.Sandbox;

/// <summary>What a sandbox CRM is made of.</summary>
public sealed record SandboxOptions
{
    /// <summary>The loopback port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>What generated records are drawn from: the same seed, size and present give the same records.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many tickets to generate; not read when <see cref="DataFolder"/> is given.</summary>
    public int Tickets { get; init; } = 500;

    /// <summary>How far back generated work reaches.</summary>
    public TimeSpan History { get; init; } = TimeSpan.FromDays(90);

    /// <summary>A folder with tickets.ndjson, ticket_events.ndjson, messages.ndjson, agents.ndjson, queues.ndjson, templates.ndjson and template_usages.ndjson to serve.</summary>
    public string? DataFolder { get; init; }

    /// <summary>What the sandbox's clock runs on, webhook retries included.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the sandbox's clock starts; null starts at the present of <see cref="TimeProvider"/>.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>The most records a page holds, whatever limit is asked for; from 1 to 500.</summary>
    public int PageSizeCap { get; init; } = 500;

    /// <summary>Requests allowed a window.</summary>
    public SandboxRateLimits RateLimits { get; init; } = new();

    /// <summary>What goes wrong from the start; see <see cref="SandboxServer.Faults"/> for later.</summary>
    public SandboxFaults Faults { get; init; } = SandboxFaults.None;

    /// <summary>The key that X-Api-Key must carry; null makes one up.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The token that Authorization: Bearer must carry; null makes one up.</summary>
    public string? SecretToken { get; init; }

    /// <summary>What subscriptions made in-process are signed with, at least 16 characters; null makes one up.</summary>
    public string? WebhookSecret { get; init; }

    /// <summary>After how many failed tries in a row a webhook subscription is disabled; as a rule never.</summary>
    public int DisablesWebhooksAfter { get; init; } = int.MaxValue;

    /// <summary>Whether due webhooks are sent by themselves, once a second of <see cref="TimeProvider"/>.</summary>
    public bool DeliversWebhooksByItself { get; init; } = true;
}
