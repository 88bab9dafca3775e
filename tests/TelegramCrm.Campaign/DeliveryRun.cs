using Microsoft.Data.Sqlite;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Campaign;

/// <summary>Many webhooks, shuffled and some of them twice, to a service that is killed while they come in; webhooks alone must bring all that changed.</summary>
/// <param name="seed">Of records, faults and kills.</param>
/// <param name="deliveries">About how many.</param>
/// <param name="kills">How often it is killed.</param>
internal sealed class DeliveryRun(int seed, int deliveries, int kills)
{
    private const double DeliveriesOfAChange = 1.5; // a new ticket tells of its first message, too
    private const int MostExamples = 5;

    /// <summary>Plays it and prints what came of it.</summary>
    /// <returns>Whether nothing was lost, and nothing applied twice.</returns>
    public async Task<bool> RunAsync(TextWriter output)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var tgcrm = new Tgcrm { Time = new StandingClock(now.AddDays(1)) };
        var plan = RoundPlan.Draw(seed, records: null, DateOnly.FromDateTime(now.UtcDateTime)) with
        {
            PageSize = 100,
            Faults = new SandboxFaults { Seed = seed, DuplicatedDeliveries = 0.2, ReorderedDeliveries = 0.5 },
            RateLimits = SandboxRateLimits.Unreachable,
        };
        await using var crm = await SandboxServer.StartAsync(
            new SandboxOptions { Seed = seed, Tickets = 200, Now = now, RateLimits = plan.RateLimits, DeliversWebhooksByItself = false }, CancellationToken.None);
        await tgcrm.ConfigureAsync(crm);
        var phase = new ServicePhase(plan, crm, tgcrm)
        {
            Starts = kills,
            Changes = Math.Max(1, (int)(deliveries / DeliveriesOfAChange / kills / 2)), // as many at least, three times as many at most
            MostBytes = Math.Max(400_000, deliveries * 400.0),
        };
        var differences = await phase.PlayAsync();
        var (applied, others) = Settled(tgcrm.PathOf("data/state.db"));
        await output.WriteLineAsync(
            $"{phase.Confirmed} confirmations of {applied + others} deliveries, {crm.FaultsMet.GetValueOrDefault("duplicate")} sent twice, {crm.FaultsMet.GetValueOrDefault("reorder")} out of order, "
            + $"{phase.Kills} kills; {applied} applied once each, {others} not applied, {differences.Count} differences from the CRM");
        foreach (var difference in differences.Take(MostExamples))
            await output.WriteLineAsync($"  {difference}");
        return differences.Count == 0 && others == 0 && phase.Confirmed >= applied;
    }

    private static (long Applied, long Others) Settled(string file)
    {
        using var state = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=false");
        state.Open();
        using var command = state.CreateCommand();
        command.CommandText = "select sum(state = 'applied'), sum(state <> 'applied') from inbox";
        using var sums = command.ExecuteReader();
        sums.Read();
        return (sums.GetInt64(0), sums.GetInt64(1));
    }
}
