namespace TelegramCrm.Sync.Configuration;

/// <summary>A system that results are pushed to.</summary>
public sealed record ConnectorConfiguration
{
    /// <summary>Unique; what <c>push --connector</c> and the ledger call it.</summary>
    [Written("^[a-z0-9][a-z0-9_-]*$", "a name of small letters, digits, _ and -", "erp")]
    public required string Name { get; init; }

    /// <summary>Which connector it is: <c>file-drop</c>, …</summary>
    public required string Type { get; init; }

    /// <summary>When it is pushed to; without it, after every sync.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>What this connector needs to know, as its README says. Passwords, tokens and other secrets stand here as <c>${ENV:NAME}</c> or <c>${FILE:PATH}</c>.</summary>
    public ConnectorSettings Settings { get; init; } = ConnectorSettings.None;
}
