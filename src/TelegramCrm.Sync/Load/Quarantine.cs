using System.IO.Hashing;
using Dapper;
using DuckDB.NET.Data;
using NodaTime;

namespace TelegramCrm.Sync.Load;

/// <summary>Keeps what could not be loaded, with its bytes and the reason; the same bytes are kept once.</summary>
internal sealed class Quarantine(DuckDBConnection connection, string runId)
{
    private readonly List<(CrmStream Stream, string? Id, MalformedRecordException Fault, byte[] Bytes)> waiting = [];

    public void Add(CrmStream stream, string id, MalformedRecordException fault, ReadOnlySpan<byte> bytes) =>
        waiting.Add((stream, id.Length == 0 ? null : id, fault, bytes.ToArray()));

    /// <returns>How many records were put away, those known from earlier runs included: they are still not loaded.</returns>
    public long Write(Instant now)
    {
        foreach (var (stream, id, fault, bytes) in waiting)
        {
            connection.Execute("""
                insert into ops.quarantine
                select $key, $runId, $stream, $id, $field, $reason, $bytes, $now
                where not exists (from ops.quarantine where quarantine_id = $key)
                """, new { key = KeyOf(stream, bytes), runId, stream = stream.Name, id, field = fault.Field, reason = fault.Reason, bytes, now });
        }
        var count = waiting.Count;
        waiting.Clear();
        return count;
    }

    private static string KeyOf(CrmStream stream, byte[] bytes) => $"{stream.Name}-{Convert.ToHexStringLower(XxHash128.Hash(bytes))}";
}
