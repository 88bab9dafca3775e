namespace TelegramCrm.Sync.Crm;

/// <summary>Endpoints that share one rate limit of the API.</summary>
public enum EndpointCategory
{
    /// <summary>Tickets, their messages, articles and events.</summary>
    Tickets,

    /// <summary>Changes of tickets. They count against the limit of <see cref="Tickets"/>, but line up by themselves: none waits behind pages that are read.</summary>
    TicketWrites,

    /// <summary>Templates and their usages.</summary>
    Templates,

    /// <summary>Agents and queues.</summary>
    Agents,

    /// <summary>Webhook subscriptions.</summary>
    Webhooks,

    /// <summary>What no limit is promised for, such as <c>me</c>; one that comes all the same is obeyed.</summary>
    Other,
}
