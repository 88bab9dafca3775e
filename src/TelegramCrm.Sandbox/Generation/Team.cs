namespace TelegramCrm.Sandbox.Generation;

/// <summary>Who works in the generated company, and in which queues.</summary>
internal static class Team
{
    public const string DefaultQueueId = "q-inbox";

    public static IReadOnlyList<(string Id, string Name, string? Team)> Queues { get; } =
    [
        (DefaultQueueId, "Inbox", null), ("q-billing", "Billing & invoices", "Finance"), ("q-payments", "Payments & payouts", "Finance"),
        ("q-access", "Accounts & access", "Trust"), ("q-bots", "Bots & shops", "Product"), ("q-developers", "API & webhooks", "Product"),
        ("q-logistics", "Delivery", "Operations"), ("q-escalations", "Escalations", "Operations"),
    ];

    public static IReadOnlyList<Agent> Agents { get; } =
    [
        Early("Anna Keller", "senior", 1.3, "q-billing", "q-payments"), Early("Dmitri Sokolov", "agent", 1.1, "q-bots", "q-developers"),
        Early("Layla Haddad", "agent", 1.0, "q-access", "q-logistics"), Early("Tomasz Zielinski", "agent", 0.8, "q-logistics", "q-inbox"),
        Early("Irina Volkova", "senior", 1.2, "q-payments", "q-billing"), Early("Pedro Santana", "agent", 0.6, "q-bots", "q-inbox"),
        Day("Marta Ruiz", "supervisor", 0.3, "q-escalations", "q-billing"), Day("Jonas Weber", "senior", 1.4, "q-developers", "q-bots"),
        Day("Olga Petrenko", "agent", 1.2, "q-bots", "q-access"), Day("Samir Nasser", "agent", 1.0, "q-payments", "q-access"),
        Day("Emily Carter", "agent", 0.9, "q-access", "q-inbox"), Day("Lucas Moreau", "agent", 1.1, "q-logistics", "q-bots"),
        Day("Hannah Vogel", "agent", 0.7, "q-billing", "q-inbox"), Day("Alexei Morozov", "senior", 1.0, "q-developers", "q-escalations"),
        Late("Sofia Castro", "agent", 1.1, "q-billing", "q-payments"), Late("Omar Farouk", "senior", 1.2, "q-bots", "q-logistics"),
        Late("Kate Murphy", "agent", 0.9, "q-access", "q-inbox"), Late("Nikita Belov", "agent", 1.0, "q-developers", "q-bots"),
        Late("Diego Fuentes", "supervisor", 0.3, "q-escalations", "q-logistics"), Late("Yara Mansour", "agent", 0.8, "q-payments", "q-logistics"),
        Weekend("Paul Brandt", "agent", 1.0, "q-bots", "q-access", "q-developers"), Weekend("Elena Orlova", "agent", 1.1, "q-payments", "q-billing", "q-logistics"),
        Weekend("Grace Owusu", "senior", 0.9, "q-inbox", "q-access", "q-escalations"), Weekend("Victor Lindqvist", "agent", 0.5, "q-bots", "q-logistics"),
    ];

    /// <summary>Someone of the queue who is at work, else anyone at work, else anyone of the queue.</summary>
    /// <param name="queueId">Where the ticket is.</param>
    /// <param name="at">When it is taken.</param>
    /// <param name="other">Not this one: whom it is taken over from.</param>
    /// <param name="dice">Who of several.</param>
    public static Agent Take(string queueId, DateTimeOffset at, Agent? other, Dice dice)
    {
        var colleagues = Agents.Where(agent => agent != other).ToList();
        var candidates = colleagues.FindAll(agent => agent.QueueIds.Contains(queueId) && agent.Shift.Covers(at));
        if (candidates.Count == 0)
            candidates = colleagues.FindAll(agent => agent.Shift.Covers(at));
        if (candidates.Count == 0)
            candidates = colleagues.FindAll(agent => agent.QueueIds.Contains(queueId));
        return dice.Pick(candidates, agent => agent.QueueIds[0] == queueId ? 3 * agent.Pace : agent.Pace);
    }

    private static Agent Early(string name, string role, double pace, params string[] queues) => Make(name, role, new Shift(6, 14, false), pace, queues);

    private static Agent Day(string name, string role, double pace, params string[] queues) => Make(name, role, new Shift(8, 17, false), pace, queues);

    private static Agent Late(string name, string role, double pace, params string[] queues) => Make(name, role, new Shift(13, 22, false), pace, queues);

    private static Agent Weekend(string name, string role, double pace, params string[] queues) => Make(name, role, new Shift(8, 18, true), pace, queues);

    private static Agent Make(string name, string role, Shift shift, double pace, string[] queues) =>
        new($"ag-{name.Replace(' ', '-').ToLowerInvariant()}", name, role, shift, queues, pace);
}
