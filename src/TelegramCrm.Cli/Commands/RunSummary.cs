using Spectre.Console;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Push;

namespace TelegramCrm.Cli.Commands;

/// <summary>Tells what a run did, to people and to programs.</summary>
internal static class RunSummary
{
    /// <summary>Prints it, as text or as the document, and says how the command ends.</summary>
    public static ExitCode Show(RunOutcome run, Output output)
    {
        Print(run, output);
        output.Document(Document(run));
        return run.Failures.Count == 0 ? ExitCode.Done : ExitCode.PartFailed;
    }

    /// <summary>Prints it for people.</summary>
    public static void Print(RunOutcome run, Output output)
    {
        if (run.Streams.Count > 0)
            output.Console.Write(Streams(run));
        if (run.Transform is { } transform)
            output.Line($"computed {transform.Tickets:N0} tickets, {(transform.IsFull ? "all there are" : "those that changed")}; {run.Tests.Count(test => test.Passed)} of {run.Tests.Count} data tests passed");
        if (run.Published is { } published)
        {
            output.Line(published.IsNew
                ? $"published version {published.Number}: {published.FilesWritten} files written, {published.FilesKept} kept, in {published.Path}"
                : $"nothing new to publish: version {published.Number} stands, in {published.Path}");
        }
        foreach (var page in run.Reports.Where(file => file.EndsWith(".html", StringComparison.Ordinal)))
            output.Line($"wrote {page}");
        ShowPushes(run.Pushes, output);
        foreach (var failure in run.Failures)
            output.Verdict(false, "run " + run.RunId, failure);
        output.Line($"run {run.RunId}: {run.Status}");
    }

    /// <summary>Prints what targets took.</summary>
    public static void ShowPushes(IReadOnlyList<PushSummary> pushes, Output output)
    {
        foreach (var (connector, entity) in pushes.SelectMany(push => push.Entities, (push, entity) => (push.Connector, entity)))
            output.Line($"pushed to {connector}, {entity.Entity}: {entity.Created:N0} created, {entity.Updated:N0} updated, {(entity.Removed > 0 ? $"{entity.Removed:N0} removed, " : "")}{entity.Unchanged:N0} unchanged");
    }

    private static Table Streams(RunOutcome run)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("stream").AddColumn(Right("read")).AddColumn(Right("written")).AddColumn(Right("quarantined")).AddColumn("");
        foreach (var stream in run.Streams)
            table.AddRow(stream.Stream, $"{stream.Counts.Extracted:N0}", $"{stream.Counts.Loaded:N0}", $"{stream.Counts.Quarantined:N0}", Remark(stream));
        return table;
    }

    private static string Remark(StreamOutcome stream) => (stream.IsResumed, stream.Error) switch
    {
        (true, null) => "went on where an earlier run had stopped",
        (true, _) => "went on where an earlier run had stopped, but not to its end",
        (false, null) => "",
        _ => "not to its end",
    };

    private static TableColumn Right(string name) => new TableColumn(name).RightAligned();

    /// <summary>It as a document for programs.</summary>
    public static object Document(RunOutcome run) => new
    {
        run.RunId,
        asOf = run.AsOf.ToString(),
        run.Status,
        streams = run.Streams.Select(stream => new { stream.Stream, stream.Counts.Extracted, stream.Counts.Loaded, stream.Counts.Quarantined, stream.Error, resumed = stream.IsResumed }),
        relations = run.Transform?.Relations.Select(relation => new { relation.Relation, relation.Rows }),
        transform = run.Transform is { } made ? new { made.Number, made.IsFull, made.Tickets } : null,
        dataTests = run.Tests.Select(test => new { test.Test.Name, test.FailedRows }),
        published = run.Published is { } version ? new { version.Number, version.Path, version.IsNew, version.FilesWritten, version.FilesKept } : null,
        run.Reports,
        pushes = run.Pushes.SelectMany(push => push.Entities, (push, entity) => new { push.Connector, entity.Entity, entity.Created, entity.Updated, entity.Removed, entity.Unchanged, entity.Refused, entity.Unsettled, entity.Error }),
        run.Failures,
    };
}
