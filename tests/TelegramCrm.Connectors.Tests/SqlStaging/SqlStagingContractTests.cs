using System.Text.Json;
using TelegramCrm.Connectors.SqlStaging;

namespace TelegramCrm.Connectors.Tests.SqlStaging;

/// <summary>The contract of all connectors, on a real PostgreSQL.</summary>
public sealed class SqlStagingContractTests : SharedRecordsContract
{
    private readonly StagingDatabase database = new();
    private readonly Lazy<SqlStagingConnector> connector;

    public SqlStagingContractTests() => connector = new(() => new SqlStagingConnector(database.Settings()));

    protected override IConnector Connector => connector.Value;

    protected override IReadOnlyDictionary<string, JsonElement> Fields(string subject) =>
        new Dictionary<string, JsonElement> { ["subject"] = JsonSerializer.SerializeToElement(subject) };

    protected override PushRecord Unacceptable(ExternalKey key) => new(key, Fields("half\0past"));

    protected override IReadOnlyList<string> SubjectsInTarget(ExternalKey key) =>
        database.Has("support.tickets") && database.Columns("tickets").Contains("subject text")
            ? database.Query<string>("select subject from support.tickets where external_key = @Value and deleted_at is null", key)
            : [];

    protected override void EditInTarget(ExternalKey key, string subject) =>
        database.Execute("update support.tickets set subject = @subject where external_key = @Value", new { subject, key.Value });

    protected override void DeleteInTarget(ExternalKey key) => database.Execute("delete from support.tickets where external_key = @Value", key);

    protected override void PlantTwins(ExternalKey key)
    {
        // Only in a table that others made, and without a key, can there be two.
        database.Execute("create table support.tickets (external_key text, subject text, pushed_at timestamptz, deleted_at timestamptz)");
        database.Execute("insert into support.tickets (external_key, subject) values (@Value, 'one'), (@Value, 'other')", key);
    }
}
