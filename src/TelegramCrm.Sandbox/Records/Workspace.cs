namespace TelegramCrm.Sandbox.Records;

/// <summary>All that the CRM holds. Whoever reads or writes holds <see cref="Gate"/>; bytes once stored may be read without it.</summary>
internal sealed class Workspace
{
    public Workspace(SandboxClock clock)
    {
        Clock = clock;
        Tickets = new(Heap, clock, byId: true);
        TicketEvents = new(Heap, clock, byId: false);
        Agents = new(Heap, clock, byId: true);
        Queues = new(Heap, clock, byId: true);
        Templates = new(Heap, clock, byId: true);
        TemplateUsages = new(Heap, clock, byId: false);
    }

    public Lock Gate { get; } = new();

    public SandboxClock Clock { get; }

    public RecordHeap Heap { get; } = new();

    public RecordStream Tickets { get; }

    public RecordStream TicketEvents { get; }

    public RecordStream Agents { get; }

    public RecordStream Queues { get; }

    public RecordStream Templates { get; }

    public RecordStream TemplateUsages { get; }

    /// <summary>By ticket id; a ticket without messages has none.</summary>
    public Dictionary<string, MessageThread> Threads { get; } = [];
}
