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

    /// <summary>What may be done with the target's records.</summary>
    public PushMode Mode { get; init; } = PushMode.Upsert;

    /// <summary>What is done with a record that somebody edited in the target, when there is something new to write into it.</summary>
    public EditedRecord OnEdited { get; init; } = EditedRecord.Keep;

    /// <summary>What is done with a record that somebody deleted in the target, when there is something new to write into it.</summary>
    public DeletedRecord OnDeleted { get; init; } = DeletedRecord.Keep;

    /// <summary>How hard the target may be pressed, and how much may be removed from it.</summary>
    public ConnectorLimits Limits { get; init; } = new();

    /// <summary>What this connector needs to know, as its README says. Passwords, tokens and other secrets stand here as <c>${ENV:NAME}</c> or <c>${FILE:PATH}</c>.</summary>
    public ConnectorSettings Settings { get; init; } = ConnectorSettings.None;
}

/// <summary>What may be done with a target's records.</summary>
public enum PushMode
{
    /// <summary>Records are created and updated.</summary>
    Upsert,

    /// <summary>Records are created and never touched again.</summary>
    InsertOnly,

    /// <summary>Records are created and updated, and those that the model no longer gives are removed.</summary>
    Mirror,
}

/// <summary>What is done with a record that somebody edited in the target.</summary>
public enum EditedRecord
{
    /// <summary>It is left as it is, and becomes a dead letter that says so.</summary>
    Keep,

    /// <summary>The mapped fields are written over what is there.</summary>
    Overwrite,
}

/// <summary>What is done with a record that somebody deleted in the target.</summary>
public enum DeletedRecord
{
    /// <summary>It stays deleted, and becomes a dead letter that says so.</summary>
    Keep,

    /// <summary>It is made anew.</summary>
    Recreate,
}
