using Spectre.Console;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Push;

namespace TelegramCrm.Cli.Commands;

/// <summary>Tells what a comparison of targets found.</summary>
internal static class ComparedTargets
{
    private const int MostKeys = 5;

    /// <summary>Whether a target holds what was sent, or does so now because what differed was sent again.</summary>
    public static bool IsEqual(ComparedTarget target, bool isMended, IReadOnlyList<PushSummary> pushes) => target.IsEqual
        || (isMended && target.Error is null && target.Twins.Count == 0
            && pushes.Any(push => push.Connector == target.Connector && push.Entities.Any(entity => entity.Entity == target.Entity && entity.IsComplete)));

    /// <summary>Prints it.</summary>
    public static void Show(RunOutcome run, bool isMended, Output output)
    {
        if (run.Compared.Count == 0)
            return;
        var table = new Table().Border(TableBorder.Simple).AddColumns("target", "records");
        foreach (var name in (string[])["held", "missing", "edited", "extra", "twins"])
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var target in run.Compared.Where(target => target.Error is null))
            table.AddRow(target.Connector, target.Entity, $"{target.Held:N0}", Cell(target.Missing), Cell(target.Edited), target.Extra is null ? "unavailable" : Cell(target.Extra), Cell(target.Twins));
        output.Console.Write(table);
        foreach (var target in run.Compared)
            ShowDetails(target, output);
        if (isMended)
            RunSummary.ShowPushes(run.Pushes, output);
    }

    private static void ShowDetails(ComparedTarget target, Output output)
    {
        foreach (var (what, keys) in ((string, IReadOnlyList<string>)[])[("missing", target.Missing), ("edited", target.Edited), ("extra", target.Extra ?? []), ("twins", target.Twins)])
        {
            if (keys.Count > 0)
                output.Line($"{target.Connector}, {target.Entity}, {what}: {string.Join(", ", keys.Take(MostKeys))}{(keys.Count > MostKeys ? ", …" : "")}");
        }
        if (target.Error is { } error)
            output.Verdict(false, $"{target.Connector}, {target.Entity}", error);
    }

    private static string Cell(IReadOnlyList<string> keys) => keys.Count == 0 ? "" : $"{keys.Count:N0}";
}
