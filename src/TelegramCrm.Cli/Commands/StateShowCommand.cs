using System.CommandLine;
using Dapper;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Cli.Commands;

/// <summary>Shows all that is known of how far each stream was read.</summary>
internal sealed class StateShowCommand() : InstallationCommand("show", "Show each stream's mark, unfinished pass and coverage, the threads that wait, and the CRM's clock")
{
    private sealed record Threads(long Known, long Waiting);

    /// <inheritdoc/>
    protected override Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
    {
        using var connection = installation.Warehouse.Connect();
        var coverage = Coverage.ReadAll(connection);
        var streams = Streams.Listed.Select(stream => (stream.Name, Cursor: Cursor.Read(connection, stream), Coverage: coverage.GetValueOrDefault(stream.Name, Coverage.None))).ToList();
        var threads = connection.QuerySingle<Threads>("""
            select count(*) as Known, count(*) filter (fetched_version_at is null or fetched_version_at < wanted_version_at) as Waiting from ops.thread_watermarks
            """);
        foreach (var (name, cursor, covered) in streams)
            Print(name, cursor, covered, context.Output);
        context.Output.Line($"threads: {threads.Waiting:N0} of {threads.Known:N0} wait to be fetched");
        context.Output.Document(new
        {
            streams = streams.Select(row => Document(row.Name, row.Cursor, row.Coverage)),
            threads = new { threads.Known, threads.Waiting },
        });
        return Task.FromResult(ExitCode.Done);
    }

    private static void Print(string name, Cursor cursor, Coverage coverage, Output output)
    {
        output.Line($"{name}: {(cursor.Mark == HighWaterMark.None ? "never read to its end" : $"read up to {cursor.Mark.At}")}");
        if (cursor.Open is { } pass)
            output.Line($"  a pass from {pass.Span} is under way{(pass.NewestAt is { } newest ? $", at {newest}" : "")}; the next run goes on there");
        foreach (var span in coverage.Spans)
            output.Line($"  covered: {span}");
        foreach (var gap in coverage.Gaps)
            output.Line($"  gap: {gap}");
        if (cursor.Skew is { } skew)
            output.Line($"  the CRM's clock against this machine's: {CoverageText.Skew(skew.TotalSeconds)}");
    }

    private static object Document(string name, Cursor cursor, Coverage coverage) => new
    {
        stream = name,
        highWaterAt = cursor.Mark == HighWaterMark.None ? null : cursor.Mark.At.ToString(),
        open = cursor.Open is { } pass ? new { from = pass.Span.FromOrNull?.ToString(), newestAt = pass.NewestAt?.ToString(), pass.PageToken } : null,
        coverage = CoverageText.Document(coverage),
        skewSeconds = cursor.Skew?.TotalSeconds,
    };
}
