using System.Text.Json.Nodes;
using NodaTime;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Campaign.Oracle;

/// <summary>Syncs a folder of records and compares every clock in the marts, as of several instants, with one that is counted minute by minute.</summary>
internal sealed class OracleComparison(string folder)
{
    private const int MostExamples = 20;
    private readonly OracleRecords records = new(folder);
    private readonly MovableClock time = new();

    /// <summary>Does it, and prints a line for each instant.</summary>
    /// <returns>Whether nothing differs.</returns>
    public async Task<bool> RunAsync(TextWriter output)
    {
        var instants = records.Instants;
        // The last lies behind all; at the others clocks still run, at odd seconds.
        Instant[] asOfs = [instants[^1] + Duration.FromSeconds(86_400 * 3 + 17), instants[instants.Count / 2] + Duration.FromSeconds(7), instants[instants.Count * 4 / 5] + Duration.FromSeconds(3_601)];
        time.Now = asOfs[0];
        var configuration = OracleRules.Configuration(records.Queues);
        var rules = new OracleRules(configuration, instants[0].ToUnixTimeSeconds(), (asOfs[0] + Duration.FromDays(60)).ToUnixTimeSeconds());
        using var tgcrm = new Tgcrm { Time = time };
        await using var crm = await SandboxServer.StartAsync(
            new SandboxOptions { DataFolder = folder, TimeProvider = time, RateLimits = SandboxRateLimits.Unreachable, DeliversWebhooksByItself = false }, CancellationToken.None);
        await tgcrm.ConfigureAsync(crm);
        var source = JsonNode.Parse($$"""{ "baseUrl": "{{crm.BaseAddress}}", "apiKey": "${ENV:KEY}", "secretToken": "${ENV:TOKEN}" }""");
        configuration["source"] = source;
        await File.WriteAllTextAsync(tgcrm.PathOf("sync.config.json"), configuration.ToJsonString());
        (await tgcrm.RunAsync("sync", "--no-push")).Well();
        var differences = 0;
        foreach (var asOf in asOfs)
        {
            time.Now = asOf;
            if (asOf != asOfs[0]) (await tgcrm.RunAsync("transform")).Well();
            differences += await CompareAsync(tgcrm, rules, asOf, output);
        }
        return differences == 0;
    }

    private async Task<int> CompareAsync(Tgcrm tgcrm, OracleRules rules, Instant asOf, TextWriter output)
    {
        var expected = records.Tickets.SelectMany(ticket => new OracleClocks(new OracleLife(ticket, records, asOf), rules, asOf).Figures().Select(figure => ($"{ticket["id"]} {figure.Name}", figure.Value)))
            .ToDictionary(figure => figure.Item1, figure => figure.Value);
        var actual = Marts(tgcrm);
        var different = expected.Keys.Union(actual.Keys).Where(name => expected.GetValueOrDefault(name, "no row") != actual.GetValueOrDefault(name, "no row")).ToList();
        await output.WriteLineAsync($"as of {asOf}: {records.Tickets.Count} tickets, {expected.Count} figures compared, {different.Count} differences");
        foreach (var name in different.Take(MostExamples))
            await output.WriteLineAsync($"  {name}: the marts have {actual.GetValueOrDefault(name, "no row") ?? "NULL"}, counted were {expected.GetValueOrDefault(name, "no row") ?? "NULL"}");
        return different.Count;
    }

    private static Dictionary<string, string?> Marts(Tgcrm tgcrm)
    {
        using var database = Database.Open(tgcrm.WorkingFile);
        return ((string[])[
            """
            select ticket_id || ' metrics.' as row, * exclude (ticket_id, created_at, one_touch, handoff_count, is_flagged, flags, frt_target_seconds, frt_due_at, frt_sla_status,
                resolution_target_seconds, resolution_due_at, resolution_sla_status)
            from analytics.ticket_metrics
            """,
            "select ticket_id || ' replies.' || exchange || '.' as row, * exclude (ticket_id, exchange, agent_id, ended_at) from analytics.ticket_replies",
            "select ticket_id || ' sla.' || metric || '.' || instance || '.' as row, * exclude (ticket_id, metric, instance, is_business) from analytics.sla_events",
        ]).SelectMany(query => database.List<string>($"select to_json(figures)::varchar from (select * replace ({Instants(database, query)}) from ({query})) as figures"))
            .Select(row => JsonNode.Parse(row)!.AsObject())
            .SelectMany(row => row.Where(column => column.Key != "row").Select(column => (Name: $"{row["row"]}{column.Key}", Value: column.Value?.ToString())))
            .ToDictionary(figure => figure.Name, figure => figure.Value);
    }

    private static string Instants(Database database, string query) => string.Join(", ", database.List<string>($"select column_name from (describe {query}) where column_type = 'TIMESTAMP WITH TIME ZONE'")
        .Select(column => $"epoch_us({column}) // 1000000 as {column}"));

    /// <summary>Shows whichever instant it was given last.</summary>
    private sealed class MovableClock : TimeProvider
    {
        public Instant Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();
    }
}
