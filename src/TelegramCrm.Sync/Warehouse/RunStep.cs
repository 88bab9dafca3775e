using Dapper;
using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Warehouse;

/// <summary>One step of a run.</summary>
public sealed class RunStep
{
    private readonly Run run;
    private readonly string step;
    private readonly string subject;

    internal RunStep(Run run, string step, string subject)
    {
        this.run = run;
        this.step = step;
        this.subject = subject;
    }

    /// <summary>Adds to the step's and the run's counters, in the transaction of the rows that are counted.</summary>
    /// <param name="connection">The connection with that transaction.</param>
    /// <param name="extracted">Records that came.</param>
    /// <param name="loaded">Rows that were written.</param>
    public void Count(DuckDBConnection connection, long extracted, long loaded)
    {
        var sums = new { run.Id, step, subject, extracted, loaded };
        connection.Execute("""
            update ops.run_steps set rows_extracted = rows_extracted + $extracted, rows_loaded = rows_loaded + $loaded
            where run_id = $Id and step = $step and subject = $subject
            """, sums);
        connection.Execute("update ops.runs set rows_extracted = rows_extracted + $extracted, rows_loaded = rows_loaded + $loaded where run_id = $Id", sums);
    }

    /// <summary>Ends the step.</summary>
    /// <param name="status">One of <see cref="RunStatus"/>.</param>
    /// <param name="error">What went wrong; null when nothing did.</param>
    public Task EndAsync(string status, string? error = null) => run.WriteAsync("""
        update ops.run_steps set status = $status, error = $error, ended_at = $now
        where run_id = $Id and step = $step and subject = $subject
        """, new { run.Id, step, subject, status, error, now = run.Now() }, default);
}
