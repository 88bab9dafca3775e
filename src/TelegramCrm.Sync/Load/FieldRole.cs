namespace TelegramCrm.Sync.Load;

/// <summary>What loading needs a field for.</summary>
public enum FieldRole
{
    /// <summary>Nothing: it only goes into the body.</summary>
    None,

    /// <summary>The record's key.</summary>
    Id,

    /// <summary>The ticket a record hangs on.</summary>
    TicketId,

    /// <summary>The instant that orders the record's versions.</summary>
    Version,

    /// <summary>A later instant that takes the version's place when it is set.</summary>
    LaterVersion,

    /// <summary>When the CRM deleted the record.</summary>
    DeletedAt,

    /// <summary>Says that the embedded records are not all; left out of the body, since it tells of an answer and not of the record.</summary>
    Truncated,
}
