using System.CommandLine;
using TelegramCrm.Campaign.Oracle;

namespace TelegramCrm.Campaign;

/// <summary>The command line: which rounds to play, or which folder to compare.</summary>
internal static class CampaignCommand
{
    private static readonly Option<int> Seed = new("--seed") { Description = "The first round's seed; the next rounds count on", HelpName = "N", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "How many rounds; without --minutes 8", HelpName = "N" };
    private static readonly Option<double> Minutes = new("--minutes") { Description = "Begin no round after so many minutes", HelpName = "M" };
    private static readonly Option<DirectoryInfo?> Data = new("--data") { Description = "NDJSON in the API's shapes to serve instead of made-up tickets", HelpName = "DIR" };
    private static readonly Option<bool> Compare = new("--compare") { Description = "Serve --data with a seeded mix of faults and without, and compare every table" };
    private static readonly Option<bool> Oracle = new("--oracle") { Description = "Sync --data, and compare every clock with one that is counted minute by minute" };
    private static readonly Option<int> Deliveries = new("--deliveries") { Description = "Have the service take about so many webhooks, shuffled and a fifth of them twice, while it is killed", HelpName = "N" };
    private static readonly Option<int> Kills = new("--kills") { Description = "How often, with --deliveries", HelpName = "N", DefaultValueFactory = _ => 5 };
    private static readonly Option<int> Fuzz = new("--fuzz") { Description = "Send the service so many mutated deliveries, none of which may be taken for a genuine one", HelpName = "N" };

    /// <summary>Runs what the arguments ask for.</summary>
    /// <param name="arguments">As they were typed.</param>
    /// <param name="output">Takes the table.</param>
    /// <param name="cancellationToken">Ends it between rounds.</param>
    /// <returns>0 when nothing differed, 1 when something did, 2 when the arguments make no sense.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var root = new RootCommand("Syncs a CRM that misbehaves, kills the sync, and shows that the warehouse ends as if nothing had happened.") { Seed, Rounds, Minutes, Data, Compare, Oracle, Deliveries, Kills, Fuzz };
        var line = root.Parse(arguments);
        if (line.Errors.Count > 0 || line.Action is not null)
            return await line.InvokeAsync(new() { Output = output, Error = output }, cancellationToken) == 0 && line.Errors.Count == 0 ? 0 : 2;
        var folder = line.GetValue(Data)?.FullName;
        if (line.GetValue(Compare))
            return folder is null ? await RefuseAsync(output, "--compare needs --data DIR") : await CompareAsync(line.GetValue(Seed), folder, output);
        if (line.GetValue(Oracle))
            return folder is null ? await RefuseAsync(output, "--oracle needs --data DIR") : await new OracleComparison(folder).RunAsync(output) ? 0 : 1;
        if (line.GetValue(Deliveries) is var deliveries and > 0)
            return await new DeliveryRun(line.GetValue(Seed), deliveries, line.GetValue(Kills)).RunAsync(output) ? 0 : 1;
        if (line.GetValue(Fuzz) is var mutations and > 0)
            return await new FuzzRun(line.GetValue(Seed), mutations).RunAsync(output) ? 0 : 1;
        var minutes = line.GetValue(Minutes);
        var rounds = line.GetValue(Rounds) is var given and > 0 ? given : minutes > 0 ? int.MaxValue : 8;
        var limit = minutes > 0 ? TimeSpan.FromMinutes(minutes) : TimeSpan.MaxValue;
        var campaign = new CampaignRun(output, TimeProvider.System);
        return await campaign.RunAsync(line.GetValue(Seed), rounds, limit, folder, cancellationToken) ? 0 : 1;
    }

    private static async Task<int> CompareAsync(int seed, string folder, TextWriter output) =>
        await new FolderComparison(seed, folder).RunAsync(output) ? 0 : 1;

    private static async Task<int> RefuseAsync(TextWriter output, string why)
    {
        await output.WriteLineAsync(why);
        return 2;
    }
}
