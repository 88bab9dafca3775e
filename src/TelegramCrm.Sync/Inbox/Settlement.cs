using TelegramCrm.Sync.Load;

namespace TelegramCrm.Sync.Inbox;

/// <summary>What became of a batch of deliveries that the drain took up.</summary>
internal sealed class Settlement
{
    public List<ReceivedDelivery> Applied { get; } = [];

    public List<ReceivedDelivery> Unrecognized { get; } = [];

    public List<ReceivedDelivery> Postponed { get; } = [];

    public List<DeadLetter> Dead { get; } = [];

    public DrainOutcome Outcome(LoadCounts counts) => new(Applied.Count, Unrecognized.Count, Postponed.Count, Dead.Count, counts);
}
