using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Sync.Extract.Reconciling;

/// <summary>Writes down what was found, for whoever asks later: <c>ops.reconciliations</c> and <c>ops.reconciled_days</c>.</summary>
/// <param name="connection">The connection of the comparison.</param>
/// <param name="runId">The run.</param>
/// <param name="stream">The stream.</param>
internal sealed class ReconciliationRecord(DuckDBConnection connection, string runId, CrmStream stream)
{
    /// <summary>Writes the days that differ, as compared last.</summary>
    /// <returns>The number of days.</returns>
    public int WriteDays() => connection.Execute($"""
        insert into ops.reconciled_days
        select $runId, $Name, day, crm_records, warehouse_records, missing, stale, newer, extra
        from {Comparison.DaysTable}
        where missing + stale + newer + extra > 0
        """, new { runId, stream.Name });

    /// <summary>Writes what came of the stream.</summary>
    public int Write(StreamReconciliation result, Interval span, Instant now)
    {
        var total = result.Found.Total;
        return connection.Execute("""
            insert into ops.reconciliations
            values ($runId, $Name, $from, $to, $CrmRecords, $WarehouseRecords, $Missing, $Stale, $Newer, $Extra, $Unreadable, $LeftOver, $error, $now)
            """, new
        {
            runId,
            stream.Name,
            from = span.HasStart ? span.Start : (Instant?)null,
            to = span.HasEnd ? span.End : (Instant?)null,
            total.CrmRecords,
            total.WarehouseRecords,
            total.Missing,
            total.Stale,
            total.Newer,
            total.Extra,
            result.Found.Unreadable,
            result.LeftOver,
            error = result.Error ?? result.Refusal,
            now,
        });
    }

    /// <summary>The days that were written, the oldest first.</summary>
    public IReadOnlyList<DayDifferences> ReadDays() => [.. connection.Query<Row>("""
        select day as Day, crm_records as CrmRecords, warehouse_records as WarehouseRecords, missing as Missing, stale as Stale, newer as Newer, extra as Extra
        from ops.reconciled_days
        where run_id = $runId and stream = $Name
        order by day
        """, new { runId, stream.Name }).Select(row => row.ToDay())];

    private sealed record Row(DateOnly Day, long CrmRecords, long WarehouseRecords, long Missing, long Stale, long Newer, long Extra)
    {
        public DayDifferences ToDay() => new(LocalDate.FromDateOnly(Day), new DifferenceCounts(CrmRecords, WarehouseRecords, Missing, Stale, Newer, Extra));
    }
}
