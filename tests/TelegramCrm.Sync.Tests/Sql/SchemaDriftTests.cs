using System.Text;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Transform;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Sql;

/// <summary>The CRM begins to send something else than it promised.</summary>
public sealed class SchemaDriftTests : IDisposable
{
    private readonly TestWarehouse warehouse = new();
    private readonly string folder = Directory.CreateTempSubdirectory("tgcrm-sql-").FullName;

    [Fact]
    public async Task A_column_for_a_field_that_came_unasked_is_filled_for_old_rows_without_the_API()
    {
        await LoadAsync(Queue("q1", Noon).Insert(1, "\"colour\":\"red\","));
        Build(TestWarehouse.SqlFolder);
        Assert.Equal(("queues", "colour"), warehouse.One<(string, string)>("select stream, field from ops.unknown_fields"));

        Build(WithColour());

        Assert.Equal(["red"], warehouse.Query<string>("select colour from analytics.queues"));
    }

    [Theory]
    [InlineData("is_default", "\"yes\"", "not true or false")]
    [InlineData("team", "7", "not a string")]
    [InlineData("name", "{\"en\":\"General\"}", "not a string")]
    public async Task A_field_that_changes_its_type_is_put_away_and_never_coerced(string field, string value, string reason)
    {
        await LoadAsync($$"""{"id":"q1","name":"General","updated_at":"{{Iso(Noon)}}"}""");
        await LoadAsync($$"""{"id":"q1","{{field}}":{{value}},{{(field == "name" ? "" : "\"name\":\"General\",")}}"updated_at":"{{Iso(Noon + NodaTime.Duration.FromHours(1))}}"}""");
        Build(TestWarehouse.SqlFolder);
        Assert.Equal([("q1", field, reason)], warehouse.Query<(string, string, string)>("select record_id, field, reason from ops.quarantine"));
        Assert.Equal(["General"], warehouse.Query<string>("select name from analytics.queues"));
    }

    /// <summary>The real files, with a column more.</summary>
    private string WithColour()
    {
        foreach (var file in (string[])["staging/queues.sql", "analytics/queues.sql"])
        {
            var target = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllText(target, File.ReadAllText(Path.Combine(TestWarehouse.SqlFolder, file))
                .Replace("\"team\": \"VARCHAR\",", "\"team\": \"VARCHAR\", \"colour\": \"VARCHAR\",", StringComparison.Ordinal)
                .Replace("queue.team,", "queue.team, queue.colour,", StringComparison.Ordinal)
                .Replace(" team,", " team, colour,", StringComparison.Ordinal));
        }
        return folder;
    }

    private void Build(string sql)
    {
        using var connection = warehouse.Connect();
        new Transformation(new SqlFolder([.. SqlFolder.Load(sql).Models.Where(model => model.Relation.EndsWith(".queues", StringComparison.Ordinal))], [])).Run(connection, new("run", Noon));
    }

    private async Task LoadAsync(string queue)
    {
        using var batch = new LoadBatch(warehouse.File, "run-1", TimeProvider.System);
        batch.Add(Streams.Queues, Encoding.UTF8.GetBytes(queue), serverNow: Noon);
        await batch.CommitAsync(null, CancellationToken.None);
    }

    public void Dispose()
    {
        warehouse.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
