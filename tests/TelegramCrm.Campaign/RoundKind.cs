namespace TelegramCrm.Campaign;

/// <summary>What a round is about.</summary>
internal enum RoundKind
{
    /// <summary>Syncs, transforms and publications, killed anywhere.</summary>
    Polling,

    /// <summary>The same, and then the service, killed while webhooks come in.</summary>
    Webhooks,

    /// <summary>Syncs of a CRM some of whose records are broken: those must stand in quarantine, and all others be as they are.</summary>
    Malformed,
}
