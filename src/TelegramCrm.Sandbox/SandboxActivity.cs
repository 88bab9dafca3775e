namespace TelegramCrm.Sandbox;

/// <summary>What <see cref="SandboxServer.Advance"/> made happen.</summary>
public sealed record SandboxActivity
{
    /// <summary>Tickets that customers opened.</summary>
    public int TicketsCreated { get; init; }

    /// <summary>Messages of customers and agents in tickets that were there.</summary>
    public int MessagesAdded { get; init; }

    /// <summary>Replies of those that applied a template.</summary>
    public int TemplatesApplied { get; init; }

    /// <summary>Changes of status, reopenings included.</summary>
    public int StatusesChanged { get; init; }

    /// <summary>Assignments, queue and priority changes.</summary>
    public int TicketsRouted { get; init; }

    /// <summary>Tickets deleted.</summary>
    public int TicketsDeleted { get; init; }

    /// <summary>Agents who came, went or got busy.</summary>
    public int AgentsChanged { get; init; }
}
