using TelegramCrm.Sandbox;

namespace TelegramCrm.Campaign;

/// <summary>The faults end, two syncs run in peace, and all that there is is compared.</summary>
internal sealed class RoundEnd(RoundPlan plan, SandboxServer crm, Tgcrm tgcrm)
{
    private readonly List<string> differences = [];

    /// <summary>How many rows were compared.</summary>
    public long RowsCompared { get; private set; }

    /// <summary>Compares raw with the CRM's records, and analytics with those of a warehouse that never met a fault.</summary>
    /// <returns>What differs.</returns>
    public async Task<IReadOnlyList<string>> CompareAsync()
    {
        crm.Faults = new SandboxFaults { Seed = plan.Seed, MalformedRecords = plan.Faults.MalformedRecords };
        crm.RateLimits = SandboxRateLimits.Unreachable;
        crm.Clock.Advance(plan.Faults.LateBy);
        var broken = plan.Kind == RoundKind.Malformed ? BrokenRecords.Of(crm) : null;
        await SyncTwiceAsync(isWhole: broken is null);
        if (broken is not null)
        {
            CompareRecords(broken);
            differences.AddRange(broken.MissingInQuarantine(tgcrm.WorkingFile));
            crm.Faults = SandboxFaults.None; // the CRM's operator mends them
            await SyncTwiceAsync(isWhole: true, "--full-refresh");
        }
        CompareRecords(broken: null);
        await CompareMartsAsync();
        return differences;
    }

    private async Task SyncTwiceAsync(bool isWhole, params string[] options)
    {
        foreach (var isFirst in (bool[])[true, false])
        {
            var run = await tgcrm.RunAsync(["sync", "--json", .. options]);
            if (run.ExitCode != 0 && (isWhole || run.ExitCode != 4)) differences.Add($"a sync without faults ended with {run.ExitCode}: {run.Error}");
            else if (!isFirst && run.Loaded != 0) differences.Add($"a second sync without faults wrote {run.Loaded} rows: {run.Document["streams"]!.ToJsonString()}");
        }
    }

    private void CompareRecords(BrokenRecords? broken)
    {
        using var working = Database.Open(tgcrm.WorkingFile);
        foreach (var stream in SandboxTruth.Streams)
        {
            differences.AddRange(working.DifferencesFrom(crm, stream, record => broken?.IsExpectedIn(stream, record) ?? true));
            RowsCompared += working.Count($"raw.{stream}");
        }
    }

    private async Task CompareMartsAsync()
    {
        using var fresh = new Tgcrm { Time = tgcrm.Time };
        await fresh.ConfigureAsync(crm);
        (await fresh.RunAsync("sync")).Well();
        using var published = Database.Open(tgcrm.PublishedFile).Attach(fresh.PublishedFile, "fresh");
        var compared = published.CompareMarts("fresh");
        RowsCompared += compared.Sum(relation => relation.Rows);
        differences.AddRange(compared.Where(relation => !relation.IsEqual).Select(relation => $"{relation}"));
        differences.AddRange(PublishedSet.Look(tgcrm));
    }
}
