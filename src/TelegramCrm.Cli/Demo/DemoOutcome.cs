using TelegramCrm.Sync;

namespace TelegramCrm.Cli.Demo;

/// <summary>What a demo did.</summary>
/// <param name="Tickets">How many tickets the sandbox held at the end.</param>
/// <param name="Webhooks">How many deliveries were taken in.</param>
/// <param name="First">The first sync.</param>
/// <param name="Second">The sync after the webhooks, with reports and push.</param>
internal sealed record DemoOutcome(int Tickets, int Webhooks, RunOutcome First, RunOutcome Second)
{
    /// <summary>Whether every step did its work.</summary>
    public bool IsWhole => First.Failures.Count + Second.Failures.Count == 0;
}
