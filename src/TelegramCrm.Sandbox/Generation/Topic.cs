namespace TelegramCrm.Sandbox.Generation;

/// <summary>What a case is about, how often that happens and who answers it.</summary>
internal sealed record Topic(string Name, double Weight, string QueueId)
{
    public static IReadOnlyList<Topic> All { get; } =
    [
        new("billing", 14, "q-billing"), new("payment", 13, "q-payments"), new("refund", 9, "q-billing"), new("login", 14, "q-access"),
        new("bot_setup", 15, "q-bots"), new("api", 9, "q-developers"), new("delivery", 10, "q-logistics"), new("catalog", 6, "q-bots"),
        new("notifications", 6, "q-bots"), new("account", 4, "q-access"),
    ];
}
