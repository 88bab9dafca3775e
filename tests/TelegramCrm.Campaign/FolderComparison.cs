using TelegramCrm.Sandbox;

namespace TelegramCrm.Campaign;

/// <summary>Serves a folder of records twice, with a seeded mix of faults and without, and compares every table that comes of it.</summary>
internal sealed class FolderComparison(int seed, string folder)
{
    private const int MostSyncs = 50;
    private readonly TimeProvider time = new StandingClock(TimeProvider.System.GetUtcNow());

    /// <summary>Does it, and prints a line for each table.</summary>
    /// <returns>Whether all are equal.</returns>
    public async Task<bool> RunAsync(TextWriter output)
    {
        using var faulty = new Tgcrm { Time = time };
        using var faultless = new Tgcrm { Time = time };
        var met = await SyncAsync(faulty, SandboxFaults.Mixed(seed), output);
        await SyncAsync(faultless, SandboxFaults.None, output);
        await output.WriteLineAsync($"faults met: {string.Join(", ", met.OrderBy(fault => fault.Key, StringComparer.Ordinal).Select(fault => $"{fault.Key} {fault.Value}"))}");
        var compared = Compare(faulty, faultless);
        foreach (var relation in compared) await output.WriteLineAsync($"{relation.Name,-36} {relation.Rows,8} rows {relation.Missing,6} missing {relation.Extra,6} extra");
        await output.WriteLineAsync($"{compared.Count} tables, {compared.Sum(relation => relation.Rows)} rows, {compared.Sum(relation => relation.Missing + relation.Extra)} differences");
        return compared.All(relation => relation.IsEqual);
    }

    /// <summary>Syncs until a run is whole: some faults end a run, and the next goes on where it stopped.</summary>
    private async Task<IReadOnlyDictionary<string, long>> SyncAsync(Tgcrm tgcrm, SandboxFaults faults, TextWriter output)
    {
        await using var crm = await SandboxServer.StartAsync(
            new SandboxOptions { DataFolder = folder, Faults = faults, RateLimits = SandboxRateLimits.Unreachable, DeliversWebhooksByItself = false }, CancellationToken.None);
        await tgcrm.ConfigureAsync(crm, pageSize: 150);
        var syncs = 1;
        var run = await tgcrm.RunAsync("sync");
        for (; run.ExitCode == 4 && syncs < MostSyncs; syncs++) run = await tgcrm.RunAsync("sync");
        run.Well();
        await output.WriteLineAsync($"{(faults == SandboxFaults.None ? "without faults" : $"with faults of seed {seed}")}: {syncs} syncs, {crm.Requests.Values.Sum()} requests");
        return crm.FaultsMet;
    }

    private static IReadOnlyList<ComparedRelation> Compare(Tgcrm one, Tgcrm other)
    {
        using var database = Database.Open(one.WorkingFile).Attach(other.WorkingFile, "other");
        return [.. database.RelationsOf("raw").Concat(database.RelationsOf("analytics")).Select(relation =>
            database.Compare(relation, "other", relation.StartsWith("raw.", StringComparison.Ordinal) ? "* exclude (load_id)" : "*"))];
    }
}
