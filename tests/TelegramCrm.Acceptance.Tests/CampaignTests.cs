using System.Text.RegularExpressions;
using TelegramCrm.Campaign;

namespace TelegramCrm.Acceptance.Tests;

/// <summary>A few rounds of the fault campaign, one of each kind; longer ones are started by hand.</summary>
public sealed class CampaignTests
{
    [Fact]
    public async Task Whatever_is_killed_and_whatever_the_CRM_does_wrong_the_warehouse_ends_in_the_truth()
    {
        await using var output = new StringWriter();
        var exitCode = await CampaignCommand.RunAsync(["--seed", "1", "--rounds", "3"], output, CancellationToken.None);
        Assert.True(exitCode == 0, $"{output}");
        var sums = Regex.Match($"{output}", "^3 rounds, (?<kills>[0-9]+) kills, (?<faults>[0-9]+) faults, [0-9]+ requests, (?<rows>[0-9]+) rows compared, 0 differences", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        Assert.All((string[])["kills", "faults", "rows"], sum => Assert.True(int.Parse(sums.Groups[sum].Value) > 0, $"{sum}: {output}"));
    }

    [Fact]
    public async Task A_folder_served_with_faults_gives_the_same_tables_as_without()
    {
        using var files = new Tgcrm();
        await CrmFiles.WriteAsync(files.PathOf("crm"), tickets: 60);
        await using var output = new StringWriter();
        Assert.True(await CampaignCommand.RunAsync(["--data", files.PathOf("crm"), "--compare", "--seed", "5"], output, CancellationToken.None) == 0, $"{output}");
        Assert.Matches("[0-9]+ tables, [0-9]+ rows, 0 differences", $"{output}");
    }

    [Fact]
    public async Task Webhooks_that_come_twice_and_shuffled_to_a_service_that_is_killed_are_each_applied_once()
    {
        using var said = new StringWriter();
        Assert.True(await new DeliveryRun(seed: 5, deliveries: 600, kills: 2).RunAsync(said), said.ToString());
    }

    [Fact]
    public async Task No_mutated_delivery_brings_the_service_down_or_is_taken_for_a_genuine_one()
    {
        using var said = new StringWriter();
        Assert.True(await new FuzzRun(seed: 5, count: 1500).RunAsync(said), said.ToString());
    }

    [Fact]
    public void The_same_seed_plans_the_same_round()
    {
        Assert.Equal(Drawn(9), Drawn(9));
        Assert.NotEqual(Drawn(9), Drawn(10));

        static string Drawn(int seed) => Text(RoundPlan.Draw(seed, records: null, new DateOnly(2026, 3, 1)));
        static string Text(RoundPlan plan) => $"{plan with { Runs = [] }}{string.Join(';', plan.Runs.Select(run => $"{string.Join(' ', run.Arguments)} {run.Kill} {run.Changes}"))}";
    }
}
