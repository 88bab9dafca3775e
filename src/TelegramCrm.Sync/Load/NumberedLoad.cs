using Dapper;
using DuckDB.NET.Data;
using NodaTime;

namespace TelegramCrm.Sync.Load;

/// <summary>A commit into <c>raw</c> that brings no records and only marks some: it has a number too, so that what reads changes finds them.</summary>
internal static class NumberedLoad
{
    /// <summary>Writes the commit down, in its transaction.</summary>
    /// <returns>Its number.</returns>
    public static long Begin(DuckDBConnection connection, string runId, Instant now) => connection.ExecuteScalar<long>("""
        insert into ops.loads select coalesce(max(load_id), 0) + 1, $runId, $now from ops.loads
        returning load_id
        """, new { runId, now });
}
