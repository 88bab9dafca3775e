using Dapper;
using DuckDB.NET.Data;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace TelegramCrm.Sync.Warehouse;

/// <summary>A run in the run log: begun, step by step, ended. What it says stands in <c>ops.runs</c> and <c>ops.run_steps</c>.</summary>
public sealed class Run : IDisposable
{
    private readonly WarehouseFile warehouse;
    private readonly DuckDBConnection connection;
    private readonly TimeProvider time;

    private Run(WarehouseFile warehouse, TimeProvider time, ILogger log)
    {
        Log = log;
        this.warehouse = warehouse;
        this.time = time;
        connection = warehouse.Connect();
        AsOf = Now();
        Id = $"{AsOf.ToDateTimeUtc():yyyyMMdd'T'HHmmss'Z'}-{Guid.NewGuid().ToString("N")[..6]}";
    }

    /// <summary>Sorts by time; unique.</summary>
    public string Id { get; }

    /// <summary>The instant the run's figures are as of: its beginning, until <see cref="TakeAsOfAsync"/>.</summary>
    public Instant AsOf { get; private set; }

    /// <summary>Where the run tells of what can't wait until its end.</summary>
    public ILogger Log { get; }

    /// <summary>Begins a run, and closes those that a crash left open.</summary>
    /// <param name="warehouse">Where it is logged.</param>
    /// <param name="trigger">Who asked for it: <c>sync</c>, <c>schedule</c>, <c>backfill</c>, …</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up waiting for the turn to write.</param>
    /// <param name="log">Where the run tells of what can't wait until its end; null for nowhere.</param>
    public static async Task<Run> BeginAsync(WarehouseFile warehouse, string trigger, TimeProvider time, CancellationToken cancellationToken, ILogger? log = null)
    {
        var run = new Run(warehouse, time, log ?? NullLogger.Instance);
        await run.WriteAsync("""
            update ops.runs set status = 'failed', ended_at = $AsOf, error = 'the process ended in the middle of the run' where status = 'running';
            """, run, cancellationToken);
        await run.WriteAsync("""
            insert into ops.runs (run_id, trigger, started_at, status, as_of, tzdb_version)
            values ($Id, $trigger, $AsOf, 'running', $AsOf, $zones)
            """, new { run.Id, trigger, run.AsOf, zones = DateTimeZoneProviders.Tzdb.VersionId }, cancellationToken);
        return run;
    }

    /// <summary>Begins a step.</summary>
    /// <param name="step">extract, transform, test, publish, report or push.</param>
    /// <param name="subject">The stream; empty when the step has one subject only.</param>
    /// <param name="cancellationToken">Gives up waiting for the turn to write.</param>
    public async Task<RunStep> BeginStepAsync(string step, string subject, CancellationToken cancellationToken)
    {
        await WriteAsync(
            "insert into ops.run_steps (run_id, step, subject, started_at, status) values ($Id, $step, $subject, $now, 'running')",
            new { Id, step, subject, now = Now() }, cancellationToken);
        return new RunStep(this, step, subject);
    }

    /// <summary>Takes the present as what the figures are as of: after reading, so that nothing that was read lies in their future.</summary>
    /// <param name="cancellationToken">Gives up waiting for the turn to write.</param>
    public Task TakeAsOfAsync(CancellationToken cancellationToken)
    {
        AsOf = Now();
        return WriteAsync("update ops.runs set as_of = $AsOf where run_id = $Id", new { Id, AsOf }, cancellationToken);
    }

    /// <summary>Notes what webhooks told of and missed since the run before, in the step that applied the inbox.</summary>
    /// <param name="transaction">The connection with the transaction that counted it.</param>
    /// <param name="announced">Versions that webhooks brought.</param>
    /// <param name="missed">Versions that only polling brought.</param>
    public void NoteWebhooks(DuckDBConnection transaction, long announced, long missed) => transaction.Execute(
        "update ops.run_steps set versions_announced = $announced, versions_missed = $missed where run_id = $Id and step = 'apply' and subject = 'inbox'",
        new { Id, announced, missed });

    /// <summary>Ends the run.</summary>
    /// <param name="status">One of <see cref="RunStatus"/>.</param>
    /// <param name="error">What went wrong; null when nothing did.</param>
    public Task EndAsync(string status, string? error) =>
        WriteAsync("update ops.runs set status = $status, error = $error, ended_at = $now where run_id = $Id", new { Id, status, error, now = Now() }, default);

    internal Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());

    internal Task WriteAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        warehouse.WriteAsync(connection, () => connection.Execute(sql, parameters), cancellationToken);

    /// <summary>Closes the log's connection; it does not end the run.</summary>
    public void Dispose() => connection.Dispose();
}
