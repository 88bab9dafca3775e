using System.Text.Json.Nodes;
using Dapper;
using DuckDB.NET.Data;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Acceptance.Tests;

public sealed class ReconcileTests : IAsyncLifetime, IDisposable
{
    private readonly StandingClock time = new();
    private readonly Tgcrm tgcrm;
    private SandboxServer crm = null!;

    public ReconcileTests() => tgcrm = new() { Time = time };

    public async Task InitializeAsync()
    {
        await CrmFiles.WriteAsync(tgcrm.PathOf("crm"), tickets: 120, time);
        crm = await SandboxServer.StartAsync(new SandboxOptions { DataFolder = tgcrm.PathOf("crm"), TimeProvider = time, RateLimits = SandboxRateLimits.Unreachable }, CancellationToken.None);
        await tgcrm.ConfigureAsync(crm, pageSize: 50);
        (await tgcrm.RunAsync("sync")).Well();
    }

    public async Task DisposeAsync() => await crm.DisposeAsync();

    public void Dispose() => tgcrm.Dispose();

    [Fact]
    public async Task What_was_synced_equals_the_CRM()
    {
        var compared = (await tgcrm.RunAsync("reconcile", "--json")).Well();
        Assert.True((bool)compared.Document["isEqual"]!);
        Assert.Equal(120, (long)Of(compared, "tickets")["total"]!["crmRecords"]!);
    }

    [Fact]
    public async Task What_was_tampered_with_is_named_mended_and_then_equal_to_the_letter()
    {
        Tamper("""
            delete from raw.messages where ticket_id in (select id from raw.tickets order by id limit 3);
            delete from raw.tickets where id in (select id from raw.tickets order by id limit 3);
            update raw.tickets set version_at = version_at - interval 3 day, body = '{"id":"?"}' where id in (select id from raw.tickets order by id desc limit 2);
            delete from raw.ticket_events where id in (select id from raw.ticket_events order by version_at limit 40);
            delete from raw.agents where id in (select id from raw.agents limit 1);
            insert into raw.tickets select 'ghost', ticket_id, version_at, content_hash, body, deleted_at, is_future, load_id from raw.tickets order by id desc limit 1;
            insert into raw.template_usages select 'ghost', ticket_id, version_at, content_hash, body, deleted_at, is_future, load_id from raw.template_usages limit 1;
            """);

        var found = await tgcrm.RunAsync("reconcile");
        Assert.Equal(5, found.ExitCode);
        Assert.Contains("tickets, extra: ghost", found.Output, StringComparison.Ordinal);
        var document = await tgcrm.RunAsync("reconcile", "--json");
        Assert.Equal((5, false), (document.ExitCode, (bool)document.Document["isEqual"]!));
        Assert.Equal((3, 2, 1), Differences(document, "tickets"));
        Assert.Equal((40, 0, 0), Differences(document, "ticket_events"));
        Assert.Equal((0, 0, 1), Differences(document, "template_usages"));
        Assert.Equal((1, 0, 0), Differences(document, "agents"));
        Assert.Equal((0, 0, 0), Differences(document, "queues"));

        (await tgcrm.RunAsync("reconcile", "--fix")).Well();
        (await tgcrm.RunAsync("reconcile")).Well();
        (await tgcrm.RunAsync("sync")).Well();
        using var database = Database.Open(tgcrm.PublishedFile).Attach(tgcrm.WorkingFile, "working");
        Assert.Equal(0, database.Count("analytics.tickets where ticket_id = 'ghost'"));
        Assert.Equal(0, database.Count("analytics.template_usages where usage_id = 'ghost'"));
        Assert.Equal(["template_usages", "tickets"], database.List<string>("select stream from working.ops.swept where record_id = 'ghost' order by all"));
        Assert.Equal(1, database.Count("working.raw.tickets where id = 'ghost' and deleted_at is not null"));
        Tamper("delete from raw.tickets where id = 'ghost'; delete from raw.template_usages where id = 'ghost'");
        using var working = Database.Open(tgcrm.WorkingFile);
        working.HoldsAllOf(crm, [.. SandboxTruth.Streams]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_CRM_that_misbehaves_and_changes_while_it_is_listed_makes_no_difference(int seed)
    {
        crm.Faults = new SandboxFaults { Seed = seed, ServerErrors = 0.04, ConnectionResets = 0.04, TruncatedBodies = 0.04, HtmlPages = 0.04, Ties = 0.3, LostCursors = 0.3, ChangesBetweenPages = 1 };
        (await tgcrm.RunAsync("reconcile", "--fix")).Well();
        using var database = Database.Open(tgcrm.WorkingFile);
        Assert.Equal(0, database.Count("ops.swept"));
    }

    [Fact]
    public async Task A_CRM_that_lists_much_less_than_before_deletes_nothing_unless_somebody_insists()
    {
        Tamper("insert into raw.tickets select id || '-ghost', ticket_id, version_at, content_hash, body, deleted_at, is_future, load_id from raw.tickets limit 30");
        var refused = await tgcrm.RunAsync("reconcile", "--fix", "--stream", "tickets");
        Assert.Equal(5, refused.ExitCode);
        Assert.Matches("30 of 1[0-9][0-9] tickets are gone from the CRM, more than source.sweep.maxDeletedShare \\(0.05\\) allows", refused.Output);
        (await tgcrm.RunAsync("reconcile", "--fix", "--stream", "tickets", "--allow-mass-deletion")).Well();
        (await tgcrm.RunAsync("reconcile")).Well();
    }

    [Fact]
    public async Task A_span_is_compared_alone_and_a_bound_that_makes_no_sense_is_refused()
    {
        Tamper("delete from raw.ticket_events where version_at < (select min(version_at) + interval 1 day from raw.ticket_events)");
        using var database = Database.OpenCopy(tgcrm.WorkingFile);
        var first = database.One<string>("select strftime(min(version_at), '%Y-%m-%dT%H:%M:%SZ') from raw.ticket_events");
        (await tgcrm.RunAsync("reconcile", "--from", first)).Well();
        Assert.Equal(5, (await tgcrm.RunAsync("reconcile", "--to", first)).ExitCode);
        Assert.Equal(2, (await tgcrm.RunAsync("reconcile", "--from", "yesterday")).ExitCode);
        Assert.Equal(2, (await tgcrm.RunAsync("reconcile", "--from", "2026-03-01", "--to", "2026-02-01")).ExitCode);
    }

    [Fact]
    public async Task A_CRM_that_is_away_is_no_difference_but_a_failure()
    {
        crm.Faults = new SandboxFaults { ServerErrors = 1 };
        await File.WriteAllTextAsync(tgcrm.PathOf("sync.config.json"), (await File.ReadAllTextAsync(tgcrm.PathOf("sync.config.json")))
            .Replace("\"pageSize\"", "\"requestTimeout\": \"1s\", \"totalTimeout\": \"1s\", \"pageSize\"", StringComparison.Ordinal));
        Assert.Equal(4, (await tgcrm.RunAsync("reconcile", "--fix", "--stream", "queues")).ExitCode);
    }

    [Fact]
    public async Task What_lies_in_quarantine_is_listed_and_loaded_once_it_is_mended()
    {
        crm.Faults = new SandboxFaults { Seed = 5, MalformedRecords = 0.05 };
        var broken = crm.Truth.MalformedIds("tickets").Count;
        Tamper("delete from raw.tickets");
        Assert.Equal(4, (await tgcrm.RunAsync("sync", "--full-refresh", "--stream", "tickets")).ExitCode);
        Assert.DoesNotContain("\"subject\"", (await tgcrm.RunAsync("quarantine", "list")).Well().Output, StringComparison.Ordinal);
        var list = (await tgcrm.RunAsync("quarantine", "list", "--stream", "tickets", "--show-bytes", "--json")).Well().Document;
        Assert.Equal(broken, (long)list["waiting"]!);
        Assert.All(list["records"]!.AsArray(), record => Assert.NotNull(JsonNode.Parse((string)record!["text"]!)!["subject"]));
        Assert.Equal(4, (await tgcrm.RunAsync("quarantine", "replay", "--stream", "tickets")).ExitCode);

        Tamper("""
            update ops.quarantine set bytes = encode(json_merge_patch(decode(bytes), '{"id":"mended-' || substr(quarantine_id, 9, 8) || '","updated_at":"2026-01-01T00:00:00Z"}')::varchar) where stream = 'tickets'
            """);
        var replayed = (await tgcrm.RunAsync("quarantine", "replay", "--stream", "tickets", "--json")).Well().Document;
        Assert.Equal(broken, (long)replayed["passed"]!);
        using var database = Database.Open(tgcrm.WorkingFile);
        Assert.Equal(broken, database.Count("raw.tickets where id like 'mended-%'"));
        Assert.Equal(0, database.Count("ops.quarantine where stream = 'tickets'")); // messages of threads that were read again may lie there
    }

    private static JsonNode Of(Ended compared, string stream) => compared.Document["streams"]!.AsArray().Single(row => (string)row!["stream"]! == stream)!;

    private static (long Missing, long Stale, long Extra) Differences(Ended compared, string stream) =>
        Of(compared, stream)["total"] is { } total ? ((long)total["missing"]!, (long)total["stale"]!, (long)total["extra"]!) : default;

    private void Tamper(string sql)
    {
        using var connection = new DuckDBConnection($"Data Source={tgcrm.WorkingFile}");
        connection.Open();
        connection.Execute($"set TimeZone = 'UTC'; {sql}");
    }
}
