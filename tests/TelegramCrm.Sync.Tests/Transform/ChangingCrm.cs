using System.Text.Json;
using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Clocks;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Tests.Clocks;
using TelegramCrm.Sync.Tests.Sql;
using TelegramCrm.Sync.Transform;

namespace TelegramCrm.Sync.Tests.Transform;

/// <summary>
/// A warehouse whose CRM goes on changing: each change is loaded as the loader would, a transform follows now and then. A handful of ids and times
/// is drawn from, so that changes meet: records move between tickets, come back after a deletion, lie in the future, speak of tickets that are not there.
/// </summary>
internal sealed class ChangingCrm : IDisposable
{
    private static readonly string[] Statuses = ["new", "open", "pending", "on_hold", "resolved", "closed"];
    private static readonly string[] EventTypes = ["created", "status_changed", "status_changed", "assigned", "queue_changed", "priority_changed", "reopened"];
    private static readonly string[] Priorities = ["low", "normal", "urgent"];
    private static readonly Instant Start = Given.At("Mon 09:00");

    private readonly Refresh refresh = new(SqlWarehouse.Folder);
    private long load;
    private int run;

    public DuckDBConnection Connection { get; } = SqlWarehouse.Empty();

    /// <summary>How the clocks are read.</summary>
    public ClockConfiguration Clocks { get; init; } = new();

    /// <summary>What is promised to everyone, to the tier gold under another name.</summary>
    public SlaPolicy Policy { get; init; } = Given.Policy();

    /// <summary>Loads one change; what it is, and of what, is drawn by the numbers.</summary>
    public void Load(Change change)
    {
        var (kind, which, other, at) = change;
        var time = Records.Iso(Start + Duration.FromMinutes(at * 13L));
        var ticket = $"t{other}";
        switch (kind)
        {
            case 0 or 1:
                Upsert("tickets", $"t{which}", null, new
                {
                    number = which,
                    source = new { channel = "telegram_topic_group", group_id = -100L - (at % 2) },
                    subject = $"subject {at % 3}",
                    status = Statuses[at % 6],
                    priority = Priorities[at % 3],
                    queue_id = other > 2 ? null : $"q{other}",
                    assigned_agent_id = $"a{at % 3}",
                    customer = new { id = "c", tier = at % 2 == 0 ? "gold" : null },
                    tags = Enumerable.Repeat("vip", at % 5 == 0 ? 1 : 0),
                    articles = at % 4 == 0 ? new[] { new { article_id = $"kb{at % 3}", title = $"title {at}" } } : [],
                    created_at = Records.Iso(Start + Duration.FromMinutes((which * 700) + (at % 2))),
                    updated_at = time,
                    resolved_at = at % 6 > 3 ? time : null,
                }, isDeleted: at % 11 == 0);
                break;
            case 2 or 3 or 4:
                Upsert("messages", $"m{which}{at % 3}", ticket, new
                {
                    author = new { type = at % 2 == 0 ? "customer" : at % 9 == 1 ? "bot" : "agent", id = $"a{at % 3}" },
                    kind = at % 7 == 0 ? "note" : "reply",
                    text = $"Hello {at % 4}",
                    template_id = at % 4 == 1 ? $"p{at % 3}" : null,
                    created_at = time,
                }, isDeleted: at % 13 == 0);
                break;
            case 5 or 6 or 7:
                var type = EventTypes[at % 7];
                Upsert("ticket_events", $"e{which}{at % 3}", ticket, new
                {
                    type,
                    from = type == "queue_changed" ? $"q{at % 4}" : type == "priority_changed" ? Priorities[at % 3] : null,
                    to = type switch { "queue_changed" => $"q{which % 4}", "priority_changed" => Priorities[which % 3], "assigned" => $"a{at % 3}", "created" => "new", _ => Statuses[which % 6] },
                    actor = new { type = "agent", id = $"a{at % 3}" },
                    occurred_at = time,
                }, isDeleted: at % 17 == 0);
                break;
            case 8:
                Upsert("template_usages", $"u{which}", ticket, new { template_id = $"p{at % 3}", template_version = at % 2, agent_id = $"a{at % 3}", message_id = at % 2 == 0 ? $"m{which}{at % 3}" : null, applied_at = time }, isDeleted: at % 7 == 0);
                break;
            case 9:
                Upsert("queues", $"q{which % 4}", null, new { name = $"queue {at % 5}", team = at % 2 == 0 ? "first" : "second", updated_at = time }, isDeleted: at % 9 == 0);
                break;
            case 10:
                Upsert("agents", $"a{which % 3}", null, new { name = $"agent {at % 5}", availability = "online", updated_at = time }, isDeleted: at % 9 == 0);
                break;
            default:
                Upsert("templates", $"p{which % 3}", null, new { title = "title", body = $"Hello {at % 4}", article_id = $"kb{at % 2}", version = at % 2, updated_at = time }, isDeleted: at % 9 == 0);
                break;
        }
    }

    /// <summary>Transforms as of so many quarters of a day after the start.</summary>
    public TransformOutcome Transform(int quarters, bool isFull = false, int ticketsAtATime = 3)
    {
        var asOf = InstantOf(quarters);
        ClockTables.Write(Connection, [Given.Office(), Given.AlwaysOpen()], "office", [new("always", new() { Teams = ["second"] })], [Policy with { Name = "gold", When = new() { Tiers = ["gold"] } }, Policy], asOf, Clocks);
        return TransformAsItIs(quarters, isFull, ticketsAtATime);
    }

    /// <summary>The same, with the opening hours that the warehouse has.</summary>
    public TransformOutcome TransformAsItIs(int quarters, bool isFull = false, int ticketsAtATime = 3) =>
        new Transformation(SqlWarehouse.Folder, ticketsAtATime: ticketsAtATime).Run(Connection, new($"run-{++run}", InstantOf(quarters), isFull));

    /// <summary>Computes the tickets of what was loaded since, as of so many quarters of a day after the start.</summary>
    /// <returns>How many.</returns>
    public long Refresh(int quarters) => refresh.Run(Connection, "run", InstantOf(quarters));

    /// <summary>Writes down what a data-test step would.</summary>
    public IReadOnlyList<DataTestResult> Test(TransformOutcome transform)
    {
        List<DataTestResult> results = [.. transform.Tested, .. new DataTests(transform.Untested).Run(Connection)];
        DataTests.Record(Connection, $"run-{run}", Start, results);
        Connection.Execute("insert into ops.run_steps (run_id, step, subject, started_at, status) values ($id, 'test', '', '2026-03-01 00:00:00Z', 'done')", new { id = $"run-{run}" });
        return results;
    }

    /// <summary>The names of the tests that find something when they look at all rows.</summary>
    public IEnumerable<string> FailingTests() => new DataTests([.. SqlWarehouse.Folder.Tests.Where(test => test.Inputs.All(IsThere))]).Run(Connection)
        .Where(result => !result.Passed && !result.Test.Name.StartsWith("intermediate.", StringComparison.Ordinal)).Select(result => result.Test.Name).Order(StringComparer.Ordinal);

    /// <summary>Every relation that a transform keeps up to date.</summary>
    public IReadOnlyList<string> Relations =>
        [.. Connection.Query<string>("select schema_name || '.' || table_name from duckdb_tables() where schema_name in ('staging', 'intermediate', 'analytics') and database_name = current_database() order by all")];

    public void Dispose() => Connection.Dispose();

    private static Instant InstantOf(int quarters) => Start + Duration.FromHours(quarters * 6);

    private bool IsThere(string relation) => relation.StartsWith("raw.", StringComparison.Ordinal) || Relations.Contains(relation);

    private void Upsert(string table, string id, string? ticket, object body, bool isDeleted)
    {
        load++;
        var row = new { id, ticket, hash = load, body = JsonSerializer.Serialize(body), deletedAt = isDeleted ? Start.ToDateTimeUtc() : (DateTime?)null, load, table };
        if (ticket is null)
            Connection.Execute($"insert into raw.superseded select $table, id, version_at, content_hash, body, deleted_at, $load from raw.{table} where id = $id", row);
        Connection.Execute($"delete from raw.{table} where id = $id", row);
        Connection.Execute($"insert into raw.{table} select $id, $ticket, '2026-03-01 00:00:00Z'::timestamptz + to_minutes($load), $hash, $body, $deletedAt::timestamptz, false, $load", row);
        Connection.Execute("insert into ops.loads values ($load, 'run', '2026-03-01 00:00:00Z')", row);
    }
}

/// <summary>A change of the CRM, in numbers to draw.</summary>
internal readonly record struct Change(int Kind, int Which, int Other, int At);
