namespace TelegramCrm.Sync.Transform.Explain;

/// <summary>What the warehouse knows of a ticket that somebody asks for.</summary>
/// <param name="TicketId">Its id.</param>
/// <param name="Standing">Whether its figures are there.</param>
public sealed record FoundTicket(string TicketId, TicketStanding Standing);

/// <summary>Whether a ticket has figures.</summary>
public enum TicketStanding
{
    /// <summary>It has.</summary>
    Computed,

    /// <summary>It was loaded after the last transform.</summary>
    NotComputed,

    /// <summary>The CRM deleted it, so that it is in no mart.</summary>
    Deleted,
}
