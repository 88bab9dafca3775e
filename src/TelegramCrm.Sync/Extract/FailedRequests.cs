using Microsoft.Extensions.Logging;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Extract;

/// <summary>What is told of a stream that fails, at once and once: an error in the log, and a row in <c>ops.failed_requests</c>.</summary>
public static partial class FailedRequests
{
    /// <summary>Logs the failure and, where a request was given up, keeps it, in a transaction of its own.</summary>
    /// <param name="run">The run it failed in.</param>
    /// <param name="subject">The stream, or threads.</param>
    /// <param name="failure">What happened.</param>
    public static async Task ReportAsync(Run run, string subject, CrmException failure)
    {
        if (failure.Request is not { } request)
        {
            LogFailure(run.Log, run.Id, subject, failure.Message);
            return;
        }
        var (status, elapsed) = ((int?)request.Status, request.Elapsed.TotalSeconds);
        LogGivenUp(run.Log, run.Id, subject, failure.Message, request.Method, request.Path, request.Fault, status, request.RequestId, request.Tries, elapsed);
        await run.WriteAsync("""
            insert into ops.failed_requests
            values ($Id, $subject, $Method, $Path, $status, $Fault, $RequestId, $Tries, $FirstTriedAt, $LastTriedAt, $elapsed, $Message)
            """, new
        {
            run.Id,
            subject,
            request.Method,
            request.Path,
            status,
            request.Fault,
            request.RequestId,
            request.Tries,
            request.FirstTriedAt,
            request.LastTriedAt,
            elapsed,
            failure.Message,
        }, default);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "run {RunId}: {Stream}: {Reason}")]
    private static partial void LogFailure(ILogger log, string runId, string stream, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message =
        "run {RunId}: {Stream}: {Reason}; {Method} {Path} is given up ({Fault}, status {Status}, request {RequestId}, {Tries} tries, {Seconds:0.0} s)")]
    private static partial void LogGivenUp(
        ILogger log, string runId, string stream, string reason, string method, string path, string fault, int? status, string? requestId, int tries, double seconds);
}
