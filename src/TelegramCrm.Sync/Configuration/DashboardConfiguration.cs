namespace TelegramCrm.Sync.Configuration;

/// <summary>The live dashboard of the service.</summary>
public sealed record DashboardConfiguration
{
    /// <summary>Whether the service shows it.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The address it listens on, its own: the inbox has another. On any that other machines reach, <c>token</c> is needed.</summary>
    public Uri Listen { get; init; } = new("http://127.0.0.1:8091");

    /// <summary>Whether <c>listen</c> may be http:// on other addresses than this machine's own.</summary>
    public bool AllowInsecure { get; init; }

    /// <summary>What people give to be let in, of 16 or more characters; without it everybody on this machine may look.</summary>
    public Secret? Token { get; init; }

    /// <summary>The names by which browsers call it, besides <c>localhost</c> and plain addresses: those of a proxy before it.</summary>
    [Written(@"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$", "a host's name without scheme and port", "desk.example.com")]
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Where the CRM shows a ticket to its agents, with <c>{id}</c> or <c>{number}</c> for which; without it tickets are no links.</summary>
    [Written(@"^https?://[^\s{}]+\{(id|number)\}[^\s{}]*$", "an address with {id} or {number} in it", "https://crm.example.com/tickets/{id}")]
    public string? TicketUrl { get; init; }
}
