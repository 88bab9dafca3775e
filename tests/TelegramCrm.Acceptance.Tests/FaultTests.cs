using System.Text;
using System.Text.Json.Nodes;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Acceptance.Tests;

public sealed class FaultTests : IDisposable
{
    private readonly StandingClock time = new();
    private readonly Tgcrm tgcrm;

    public FaultTests() => tgcrm = new() { Time = time };

    public void Dispose() => tgcrm.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_CRM_that_misbehaves_and_changes_meanwhile_ends_in_the_tables_of_one_that_does_not(int seed)
    {
        var wrong = new SandboxFaults { Seed = seed, ServerErrors = 0.04, ConnectionResets = 0.04, TruncatedBodies = 0.04, HtmlPages = 0.04, Ties = 0.3, LostCursors = 0.1, ChangesBetweenPages = 0.7 };
        await using var crm = await StartAsync(await FilesAsync(tickets: 150), wrong);
        await tgcrm.ConfigureAsync(crm, pageSize: 10);
        (await tgcrm.RunAsync("sync")).Well();
        (await tgcrm.RunAsync("sync")).Well();
        crm.Faults = wrong with { ChangesBetweenPages = 0 };
        for (var run = (await tgcrm.RunAsync("sync", "--json")).Well(); run.Loaded > 0;) run = (await tgcrm.RunAsync("sync", "--json")).Well();
        using (var working = Database.Open(tgcrm.WorkingFile)) working.HoldsAllOf(crm, [.. SandboxTruth.Streams]);

        using var other = new Tgcrm { Time = time };
        await crm.Truth.WriteAsync(other.PathOf("crm"), CancellationToken.None);
        await using var faultless = await StartAsync(other.PathOf("crm"), SandboxFaults.None);
        await other.ConfigureAsync(faultless);
        (await other.RunAsync("sync")).Well();
        using var database = Database.Open(tgcrm.PublishedFile).Attach(other.PublishedFile, "other");
        var compared = database.CompareMarts("other");
        Assert.NotEmpty(compared);
        Assert.All(compared, relation => Assert.True(relation.IsEqual, $"{relation}"));
    }

    [Fact]
    public async Task A_full_page_that_claims_to_be_the_last_hides_nothing()
    {
        await using var crm = await StartAsync(await FilesAsync(tickets: 150), new SandboxFaults { LostCursors = 1 });
        await tgcrm.ConfigureAsync(crm, pageSize: 7); // lists without an order fill pages, and the long thread many
        (await tgcrm.RunAsync("sync")).Well();
        using var database = Database.Open(tgcrm.WorkingFile);
        database.HoldsAllOf(crm, [.. SandboxTruth.Streams]);
    }

    [Fact]
    public async Task Malformed_records_go_into_quarantine_with_bytes_and_reason_and_the_rest_is_loaded()
    {
        await using var crm = await StartAsync(await FilesAsync(tickets: 150), new SandboxFaults { Seed = 5, MalformedRecords = 0.05 });
        await tgcrm.ConfigureAsync(crm);
        var broken = Listed.ToDictionary(stream => stream, crm.Truth.MalformedIds);
        Assert.True(broken["tickets"].Count > 1);

        var run = await tgcrm.RunAsync("sync", "--json");

        Assert.Equal(4, run.ExitCode);
        foreach (var (stream, ids) in broken.Where(pair => pair.Value.Count > 0))
        {
            Assert.Contains($"{stream}: {ids.Count} records are malformed", run.Error, StringComparison.Ordinal);
            Assert.Contains(run.Document["failures"]!.AsArray(), failure => ((string)failure!).StartsWith($"{stream}: {ids.Count} records are malformed", StringComparison.Ordinal));
            Assert.Contains(run.Document["streams"]!.AsArray(), counted => (string)counted!["stream"]! == stream && (long)counted["quarantined"]! == ids.Count);
        }
        using var database = Database.Open(tgcrm.WorkingFile);
        foreach (var stream in Listed)
        {
            var kept = database.List<(string Reason, string Bytes)>($"select reason, hex(bytes) from ops.quarantine where stream = '{stream}'");
            Assert.Equal(broken[stream].Order(StringComparer.Ordinal), kept.Select(row => IdIn(Convert.FromHexString(row.Bytes), crm, stream)).Order(StringComparer.Ordinal));
            Assert.All(kept, row => Assert.NotEmpty(row.Reason));
            Assert.Equal(crm.Truth.Records(stream).Select(IdOf).Where(id => !broken[stream].Contains(id)).Order(StringComparer.Ordinal),
                database.List<string>($"select id from raw.{stream}").Order(StringComparer.Ordinal));
        }
    }

    private static string[] Listed { get; } = [.. SandboxTruth.Streams.Where(stream => stream != "messages")];

    private async Task<string> FilesAsync(int tickets)
    {
        await CrmFiles.WriteAsync(tgcrm.PathOf("crm"), tickets, time);
        return tgcrm.PathOf("crm");
    }

    private Task<SandboxServer> StartAsync(string files, SandboxFaults faults) => SandboxServer.StartAsync(
        new SandboxOptions { DataFolder = files, Faults = faults, TimeProvider = time, RateLimits = SandboxRateLimits.Unreachable, DeliversWebhooksByItself = false }, CancellationToken.None);

    private static string IdOf(string record) => (string)JsonNode.Parse(record)!["id"]!;

    /// <summary>Which record it was: by its id, the id inside a wrong shape, or, where there is none, by all its other fields.</summary>
    private static string IdIn(byte[] bytes, SandboxServer crm, string stream)
    {
        var broken = JsonNode.Parse(Encoding.UTF8.GetString(bytes))!.AsObject();
        if (broken["id"] is { } id) return (string)(id is JsonObject shape ? shape["value"]! : id)!;
        broken.Remove("messages");
        broken.Remove("messages_truncated");
        return IdOf(crm.Truth.Records(stream).Single(record =>
        {
            var whole = JsonNode.Parse(record)!.AsObject();
            whole.Remove("id");
            return JsonNode.DeepEquals(whole, broken);
        }));
    }
}
