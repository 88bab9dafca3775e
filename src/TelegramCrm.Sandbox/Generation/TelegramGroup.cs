namespace TelegramCrm.Sandbox.Generation;

/// <summary>The supergroup whose topics are tickets; ids as Telegram gives them, beyond 32 bits.</summary>
internal sealed record TelegramGroup(long Id, string Title)
{
    private static readonly Dictionary<string, TelegramGroup[]> ByLanguage = new()
    {
        ["en"] = [new(-1002101424779, "Lumo Support"), new(-1002101424780, "Lumo Support 2"), new(-1001893306412, "Lumo Developers")],
        ["de"] = [new(-1001740052291, "Lumo Support DE")],
        ["ru"] = [new(-1001655120988, "Lumo Поддержка"), new(-1002233417650, "Lumo Поддержка 2")],
        ["es"] = [new(-1001982244103, "Lumo Soporte ES")],
        ["ar"] = [new(-1002017765534, "لومو – الدعم")],
    };

    private static readonly TelegramGroup Premium = new(-1002350019174, "Lumo Premium ⭐");

    public static TelegramGroup For(TicketDraft ticket)
    {
        var groups = ByLanguage[ticket.Customer.Language];
        if (ticket.Customer.Tier == "premium")
            return Premium;
        return ticket.Topic.Name == "api" ? groups[^1] : groups[(int)(ticket.Number % Math.Min(2, groups.Length))];
    }
}
