using Dapper;
using DuckDB.NET.Data;
using NodaTime;

namespace TelegramCrm.Sync.Load;

/// <summary>Lists fields that no stream knows: they stay in the body, and someone may want a column for them.</summary>
internal sealed class UnknownFields(DuckDBConnection connection, string runId)
{
    private readonly HashSet<(string Stream, string Field)> waiting = [];

    public void Add(CrmStream stream, string field) => waiting.Add((stream.Name, field));

    public void Write(Instant now)
    {
        foreach (var (stream, field) in waiting)
        {
            connection.Execute("""
                insert into ops.unknown_fields
                select $stream, $field, $runId, $now
                where not exists (from ops.unknown_fields as known where known.stream = $stream and known.field = $field)
                """, new { stream, field, runId, now });
        }
        waiting.Clear();
    }
}
