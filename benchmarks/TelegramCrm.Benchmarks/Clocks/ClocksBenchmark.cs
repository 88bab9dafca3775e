using System.Diagnostics;
using System.Globalization;
using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Clocks;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Transform;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Benchmarks.Clocks;

/// <summary>
/// The clocks of typed tickets with three stays in a status each, in twenty calendars of five zones. The floor makes a table of the plain seconds of the
/// same stays, by date_diff. Ours computes everything that analytics.ticket_metrics needs, fifty thousand tickets at a time as a transform does.
/// </summary>
internal static class ClocksBenchmark
{
    private const int Calendars = 20;
    private static readonly string[] Zones = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "America/Sao_Paulo"];
    private static readonly Instant AsOf = Instant.FromUtc(2026, 2, 1, 12, 0);

    public static int Run(int tickets, int rounds)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        Prepare(connection, tickets);
        var models = Needed("analytics.ticket_metrics");
        for (var round = 1; round <= rounds; round++)
        {
            var floor = Measure(() => connection.Execute("create or replace table floor as select ticket_id, place, date_diff('second', started_at, ended_at) as seconds from given_spans"));
            var spent = models.ToDictionary(model => model.Relation, _ => TimeSpan.Zero);
            var ours = Measure(() => Compute(connection, models, spent, tickets));
            Console.WriteLine($"round {round}, {tickets:N0} tickets, {tickets * 3:N0} stays, {Calendars} calendars: floor {floor.TotalSeconds:0.00} s, ours {ours.TotalSeconds:0.00} s, ratio {ours / floor:0.0}");
            foreach (var (relation, time) in spent.OrderByDescending(model => model.Value))
                Console.WriteLine($"  {relation,-36} {time.TotalSeconds,6:0.00} s  {time / floor,5:0.0}");
        }
        return 0;
    }

    private static void Prepare(DuckDBConnection connection, int tickets)
    {
        var sql = Path.Combine(AppContext.BaseDirectory, "sql");
        new Migrations(Migration.ReadAll(Path.Combine(sql, "schema"))).Apply(connection, AsOf);
        connection.Execute($"set TimeZone = 'UTC'; set preserve_insertion_order = false; set asof_loop_join_threshold = 0; set variable as_of = timestamptz '{AsOf}'");
        var calendars = Enumerable.Range(0, Calendars).Select(number => new CalendarConfiguration($"c{number}",
        [
            new CalendarVersion
            {
                Zone = DateTimeZoneProviders.Tzdb[Zones[number % Zones.Length]],
                Weekly = Enumerable.Range(1, 5).ToDictionary(day => (IsoDayOfWeek)day, _ => (IReadOnlyList<OpenHours>)[new((7 + (number % 4)) * 3600, 12 * 3600), new(13 * 3600, (16 + (number % 4)) * 3600)]),
            },
        ])).ToList();
        var rules = calendars.Select((calendar, index) => new CalendarRule(calendar.Name, new TicketCondition { Queues = [.. Enumerable.Range(0, 1200 / Calendars).Select(number => $"q{(number * Calendars) + index}")] })).ToList();
        var policy = new SlaPolicy { Name = "standard", Targets = [new("first_response", 4 * 3600), new("next_reply", 2 * 3600), new("resolution", 16 * 3600)] };
        ClockTables.Write(connection, calendars, "c0", rules, [policy], AsOf);
        foreach (var shared in new[] { "staging.agents", "staging.queues" })
            connection.Execute(SqlFolder.Load(sql).Models.Single(model => model.Relation == shared).Text);
        connection.Execute(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Clocks", "tickets.sql")).Replace("{tickets}", tickets.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        connection.Execute(SqlFolder.Load(sql).Models.Single(model => model.Relation == "staging.messages").Text);
    }

    private static List<SqlModel> Needed(string relation)
    {
        var models = SqlFolder.Load(Path.Combine(AppContext.BaseDirectory, "sql")).Models;
        var needed = new HashSet<string>([relation], StringComparer.Ordinal);
        foreach (var model in models.Reverse().Where(model => needed.Contains(model.Relation)))
            needed.UnionWith(model.Inputs);
        return [.. models.Where(model => needed.Contains(model.Relation) && !model.Relation.StartsWith("staging.", StringComparison.Ordinal))];
    }

    private static int Compute(DuckDBConnection connection, List<SqlModel> models, Dictionary<string, TimeSpan> spent, int tickets)
    {
        connection.Execute("drop table if exists all_metrics");
        for (var chunk = 0; chunk * 50_000 < tickets; chunk++)
        {
            connection.Execute($"""
                create or replace table staging.tickets as select * exclude (chunk, opened_at) from given_tickets where chunk = {chunk};
                create or replace table staging.ticket_events as
                select ticket_id || '-' || place as event_id, ticket_id, if(place = 1, 'created', 'status_changed') as type, from_value, to_value, 'customer' as actor_type, null as actor_id, started_at as occurred_at
                from given_spans where chunk = {chunk};
                """);
            foreach (var model in models)
                spent[model.Relation] += Measure(() => connection.Execute(model.Text));
            connection.Execute(chunk == 0 ? "create table all_metrics as from analytics.ticket_metrics" : "insert into all_metrics from analytics.ticket_metrics");
        }
        return 0;
    }

    private static TimeSpan Measure(Func<int> work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed;
    }
}
