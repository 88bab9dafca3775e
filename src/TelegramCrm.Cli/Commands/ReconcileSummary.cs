using Spectre.Console;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Extract.Reconciling;

namespace TelegramCrm.Cli.Commands;

/// <summary>Tells what a comparison with the CRM found, to people and to programs.</summary>
internal static class ReconcileSummary
{
    private const int MostDays = 31; // of a stream, on a terminal; all of them stand in ops.reconciled_days and in the document

    /// <summary>Prints it, and says how the command ends.</summary>
    public static ExitCode Show(RunOutcome run, bool isMended, Output output)
    {
        var isEqual = run.Reconciled.All(stream => stream.IsEqual) && run.Compared.All(target => ComparedTargets.IsEqual(target, isMended, run.Pushes));
        if (run.Reconciled.Count > 0)
            output.Console.Write(Table(run));
        foreach (var stream in run.Reconciled)
            ShowDetails(stream, isMended, output);
        ComparedTargets.Show(run, isMended, output);
        output.Line($"run {run.RunId}: {Verdict(run, isEqual, isMended)}");
        output.Document(Document(run, isEqual));
        if (run.Reconciled.Any(stream => stream.Error is not null) || run.Compared.Any(target => target.Error is not null))
            return ExitCode.PartFailed;
        return isEqual ? ExitCode.Done : ExitCode.Differences;
    }

    private static string Verdict(RunOutcome run, bool isEqual, bool isMended)
    {
        if (run.Reconciled.Any(stream => stream.Error is not null) || run.Compared.Any(target => target.Error is not null))
            return "not everything was compared to its end";
        if (run.Reconciled.Count == 0)
            return isEqual ? $"the targets hold what was sent{(isMended ? " now" : "")}" : "the targets differ from what was sent";
        if (run.Reconciled.All(stream => stream.IsEqual))
            return isEqual ? $"the warehouse equals the CRM{(isMended ? " now" : "")}" : "the warehouse equals the CRM; the targets differ from what was sent";
        return "the warehouse differs from the CRM";
    }

    private static Table Table(RunOutcome run)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("stream").AddColumn("day");
        foreach (var name in (string[])["CRM", "warehouse", "missing", "stale", "newer", "extra", "unreadable"])
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var stream in run.Reconciled.Where(stream => stream.Error is null || stream.Found.Total.CrmRecords > 0))
        {
            foreach (var day in stream.Days.TakeLast(MostDays))
                table.AddRow([stream.Stream, $"{day.Day:uuuu-MM-dd}", .. Cells(day.Counts), ""]);
            table.AddRow([stream.Stream, stream.Days.Count > MostDays ? $"all, {stream.Days.Count} days differ" : "all", .. Cells(stream.Found.Total), Cell(stream.Found.Unreadable)]);
        }
        return table;
    }

    private static string[] Cells(DifferenceCounts counts) =>
        [$"{counts.CrmRecords:N0}", $"{counts.WarehouseRecords:N0}", Cell(counts.Missing), Cell(counts.Stale), Cell(counts.Newer), Cell(counts.Extra)];

    private static string Cell(long count) => count == 0 ? "" : $"{count:N0}";

    private static void ShowDetails(StreamReconciliation stream, bool isMended, Output output)
    {
        foreach (var examples in stream.Found.Examples.GroupBy(record => record.Kind))
            output.Line($"{stream.Stream}, {examples.Key}: {string.Join(", ", examples.Select(record => record.Id))}{(examples.Count() == 5 ? ", …" : "")}");
        if (isMended && stream.Found.Count > 0)
            output.Line($"{stream.Stream}: {stream.Found.Count - stream.LeftOver:N0} mended, {stream.LeftOver:N0} left");
        if ((stream.Error ?? stream.Refusal) is { } failure)
            output.Verdict(false, stream.Stream, failure);
    }

    private static object Document(RunOutcome run, bool isEqual) => new
    {
        run.RunId,
        isEqual,
        streams = run.Reconciled.Select(stream => new
        {
            stream.Stream,
            total = stream.Found.Total,
            stream.Found.Unreadable,
            days = stream.Days.Select(day => new { day = $"{day.Day:uuuu-MM-dd}", counts = day.Counts }),
            examples = stream.Found.Examples.Select(record => new { record.Kind, record.Id, crmVersionAt = record.CrmVersionAt?.ToString(), versionAt = record.VersionAt?.ToString() }),
            mended = new { stream.Mended.Extracted, stream.Mended.Loaded, stream.Mended.Quarantined },
            stream.LeftOver,
            stream.Refusal,
            stream.Error,
        }),
        targets = run.Compared.Select(target => new { target.Connector, target.Entity, target.Held, target.Missing, target.Edited, target.Extra, target.Twins, target.Error }),
    };
}
