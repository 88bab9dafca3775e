using System.Text.Json;
using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Transform;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Tests.Sql;

/// <summary>
/// A warehouse in memory with the real schema, filled with raw records by hand and built with the real files of this room: staging,
/// and the marts of tickets, messages, templates and articles. The clocks they need are given, not computed.
/// </summary>
internal sealed class SqlWarehouse : IDisposable
{
    public static readonly Instant AsOf = Instant.FromUtc(2026, 3, 1, 12, 0);

    private static readonly HashSet<string> Relations = ((string[])[
        .. ((string[])["tickets", "messages", "ticket_events", "agents", "queues", "templates", "template_usages"]).SelectMany(name => (string[])[$"staging.{name}", $"analytics.{name}"]),
        "staging.superseded_templates", "intermediate.template_texts", "intermediate.ticket_articles", "intermediate.typed_replies",
        "analytics.template_candidates", "analytics.template_effects", "analytics.template_usage_daily", "analytics.template_summary", "analytics.article_summary"]).ToHashSet();

    public SqlWarehouse() =>
        Connection.Execute("create table analytics.ticket_metrics (ticket_id varchar, active_resolution_business_seconds bigint)");

    public static SqlFolder Folder { get; } = SqlFolder.Load(TestWarehouse.SqlFolder);

    public static IReadOnlyCollection<string> BuiltRelations => Relations;

    public DuckDBConnection Connection { get; } = Empty();

    /// <summary>A database in memory with the real schema and no rows.</summary>
    public static DuckDBConnection Empty()
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        new Migrations(Migration.ReadAll(Path.Combine(TestWarehouse.SqlFolder, "schema"))).Apply(connection, AsOf);
        return connection;
    }

    /// <summary>Whether a data test reads nothing but what this warehouse builds.</summary>
    public static bool CanRun(string test) =>
        Relations.Any(relation => test == $"{relation}.key") || test is "required_values_are_there" or "optional_values_are_of_their_type" or "known_words_only"
            or "raw_tickets_are_unique" or "deleted_tickets_leave_the_marts" or "message_counts_add_up" or "template_usages_add_up" or "template_figures_follow_from_raw";

    public SqlWarehouse Raw(string stream, string json, string? deletedAt = null)
    {
        using var record = JsonDocument.Parse(json);
        Connection.Execute(
            $"insert into raw.{stream} values ($id, $ticket, '2026-01-01 00:00:00Z', 1, $json, $deletedAt::timestamptz, false, 1)",
            new { id = Text(record, "id"), ticket = Text(record, "ticket_id"), json, deletedAt });
        return this;
    }

    public SqlWarehouse Ticket(string id, string? queue = null, bool deleted = false, string? article = null, string updatedAt = "2026-02-01T00:00:00Z") =>
        Raw("tickets", Json(new
        {
            id,
            number = 1,
            source = new { channel = "telegram_topic_group" },
            status = "open",
            priority = "normal",
            queue_id = queue,
            articles = article is null ? [] : new[] { new { article_id = article, title = $"{article} in {id}" } },
            created_at = "2026-01-01T00:00:00Z",
            updated_at = updatedAt,
        }), deleted ? "2026-02-02T00:00:00Z" : null);

    public SqlWarehouse Message(string id, string ticket = "t", string author = "agent", string kind = "reply", string? text = "Hello", string? template = null, string at = "2026-02-01T10:00:00Z", string? editedAt = null) =>
        Raw("messages", Json(new { id, ticket_id = ticket, author = new { type = author, id = $"{author}-1" }, kind, text, template_id = template, created_at = at, edited_at = editedAt }));

    public SqlWarehouse Template(string id, string? body = "Hello", int version = 1, string? article = null, string updatedAt = "2026-01-01T00:00:00Z", bool deleted = false) =>
        Raw("templates", Json(new { id, title = $"Title of {id}", body, version, article_id = article, updated_at = updatedAt }), deleted ? "2026-02-02T00:00:00Z" : null);

    public SqlWarehouse Usage(string id, string template = "tpl", string ticket = "t", string? agent = "agent-1", string? message = null, int? version = 1, string at = "2026-02-01T10:00:00Z") =>
        Raw("template_usages", Json(new { id, template_id = template, template_version = version, ticket_id = ticket, agent_id = agent, message_id = message, applied_at = at }));

    public SqlWarehouse Event(string id, string type, string at, string? from = null, string? to = null, string ticket = "t") =>
        Raw("ticket_events", Json(new { id, ticket_id = ticket, type, from, to, occurred_at = at }));

    public SqlWarehouse Build(Instant? asOf = null)
    {
        var models = Folder.Models.Where(model => Relations.Contains(model.Relation)).ToList();
        Assert.Equal(Relations.Count, models.Count);
        new Transformation(new SqlFolder(models, [])).Run(Connection, new("run", asOf ?? AsOf));
        return this;
    }

    public T One<T>(string sql) => Connection.QuerySingle<T>(sql);

    /// <summary>The rows of a query, each as a JSON object, in the query's order.</summary>
    public IReadOnlyList<string> Rows(string sql) => [.. Connection.Query<string>($"select to_json(found)::varchar from ({sql}) as found")];

    /// <summary>The names of the data tests that find rows, of those that this warehouse can run.</summary>
    public IReadOnlyList<string> FailingTests(params string[] names) =>
        [.. new DataTests([.. Folder.Tests.Where(test => names.Contains(test.Name))]).Run(Connection).Where(result => !result.Passed).Select(result => result.Test.Name)];

    public void Dispose() => Connection.Dispose();

    private static string Json<T>(T record) => JsonSerializer.Serialize(record);

    private static string? Text(JsonDocument record, string name) => record.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
}
