using System.IO.Hashing;
using Dapper;
using DuckDB.NET.Data;
using NodaTime;

namespace TelegramCrm.Sync.Load;

/// <summary>
/// Keeps what could not be loaded, with its bytes and the reason; the same bytes are kept once. Bytes go straight into a temporary table, so that a
/// million bad records take no more memory than one. Belongs to one connection.
/// </summary>
internal sealed class Quarantine(DuckDBConnection connection, string runId) : IDisposable
{
    private DuckDBAppender? appender;
    private bool isMade;
    private long waiting;

    /// <summary>What tells quarantined bytes apart.</summary>
    public static string KeyOf(string stream, ReadOnlySpan<byte> bytes) => $"{stream}-{Convert.ToHexStringLower(XxHash128.Hash(bytes))}";

    public void Add(CrmStream stream, string id, MalformedRecordException fault, Span<byte> bytes)
    {
        if (!isMade)
            connection.Execute("create or replace temp table refused (quarantine_id varchar, stream varchar, record_id varchar, field varchar, reason varchar, bytes blob)");
        isMade = true;
        appender ??= connection.CreateAppender("temp", "main", "refused");
        appender.CreateRow().AppendValue(KeyOf(stream.Name, bytes)).AppendValue(stream.Name).AppendValue(id.Length == 0 ? null : id)
            .AppendValue(fault.Field).AppendValue(fault.Reason).AppendValue(bytes).EndRow();
        waiting++;
    }

    /// <summary>Hands what was put away to the database; to be called before the transaction of <see cref="Write"/>.</summary>
    public void Flush()
    {
        appender?.Dispose();
        appender = null;
    }

    /// <summary>Writes what was put away, and marks older entries of records of which this commit has loaded a readable version.</summary>
    /// <param name="now">When.</param>
    /// <param name="loadId">The commit's number; null when it has loaded nothing.</param>
    /// <returns>How many records were put away, those known from earlier runs included: they are still not loaded.</returns>
    public long Write(Instant now, long? loadId)
    {
        if (loadId is not null)
            Supersede(now, loadId.Value);
        if (waiting == 0)
            return 0;
        connection.Execute("""
            update ops.quarantine set field = refused.field, reason = refused.reason, superseded_at = null
            from refused where refused.quarantine_id = ops.quarantine.quarantine_id;
            """);
        connection.Execute("""
            insert into ops.quarantine (quarantine_id, run_id, stream, record_id, field, reason, bytes, quarantined_at)
            select distinct on (quarantine_id) quarantine_id, $runId, stream, record_id, field, reason, bytes, $now
            from refused
            anti join ops.quarantine as known using (quarantine_id)
            """, new { runId, now });
        connection.Execute("truncate refused");
        var count = waiting;
        waiting = 0;
        return count;
    }

    private void Supersede(Instant now, long loadId)
    {
        foreach (var stream in connection.Query<string>("select distinct stream from ops.quarantine where superseded_at is null and record_id is not null").ToList())
        {
            connection.Execute($"""
                update ops.quarantine set superseded_at = $now
                where stream = $stream and superseded_at is null and record_id in (select id from raw.{stream} where load_id = $loadId)
                """, new { now, stream, loadId });
        }
    }

    public void Dispose() => appender?.Dispose();
}
