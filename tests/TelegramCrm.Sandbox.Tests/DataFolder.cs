namespace TelegramCrm.Sandbox.Tests;

/// <summary>A folder of records that is gone after the test.</summary>
public sealed class DataFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("sandbox-test-").FullName;

    public DataFolder With(string stream, params IEnumerable<string> lines)
    {
        File.WriteAllLines(System.IO.Path.Combine(Path, $"{stream}.ndjson"), lines);
        return this;
    }

    public static string Ticket(string id, string updatedAt) => $$"""
        {"id":"{{id}}","number":1,"source":{"channel":"telegram_topic_group"},"subject":"s","status":"open","priority":"normal","queue_id":null,"assigned_agent_id":null,"created_at":"{{updatedAt}}","updated_at":"{{updatedAt}}","deleted_at":null}
        """.Trim();

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
