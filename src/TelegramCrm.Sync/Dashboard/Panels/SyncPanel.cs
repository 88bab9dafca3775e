using NodaTime;
using TelegramCrm.Sync.Reports;
using TelegramCrm.Sync.Reports.Markup;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Dashboard.Panels;

/// <summary>How far each stream is read, and how the last run went.</summary>
internal static class SyncPanel
{
    public static Panel Panel { get; } = new("sync", "Sync", Of);

    private static Html Of(BoardFigures figures) => Html.Of($"""
        <dl class="facts">{Words.Fact("Last run", LastRun(figures))}{Words.Fact("Quarantine", Quarantine(figures.Standing.Quarantined))}</dl>
        {Streams(figures)}
        """);

    private static Html LastRun(BoardFigures figures)
    {
        if (figures.Standing.Runs is not [var run, ..])
            return Html.Of($"""<span class="none">none yet</span>""");
        var (kind, word) = run.Status switch
        {
            "done" => ("good", "done"),
            "running" => ("", "running"),
            "partial" => ("warning", "partly failed"),
            _ => ("breached", "failed"),
        };
        var when = run.EndedAt is { } ended ? $"{word} {Times.Ago(figures.Now - ended)}" : $"{word} since {Times.At(run.StartedAt, figures)}";
        return Html.Of($"""<span class="{kind}">{when}</span> <small>{run.Trigger}, {Display.Count(run.RowsLoaded)} rows</small>""");
    }

    private static Html Quarantine(long records) => records == 0
        ? Html.Of($"""<span class="good">empty</span>""")
        : Html.Of($"""<span class="warning">{Display.Count(records)} records</span>""");

    private static Html Streams(BoardFigures figures) => figures.Standing.Streams.Count == 0 ? Panel.Empty("No stream was ever read.") : Html.Of($"""
        <table>
        <thead><tr><th scope="col">Stream</th><th scope="col" class="number">Read up to</th><th scope="col" class="number">Lag</th></tr></thead>
        <tbody>{figures.Standing.Streams.Select(stream => Row(stream, figures))}</tbody>
        </table>
        <p class="note">A stream in which nothing happens lags by its silence.</p>
        """);

    private static Html Row(StreamStanding stream, BoardFigures figures) => Html.Of($"""
        <tr><th scope="row">{stream.Stream.Replace('_', ' ')}</th><td class="number">{(stream.HighWaterAt is { } at ? Times.At(at, figures) : "never to its end")}</td><td class="number">{(stream.LagSeconds is { } lag ? Times.Long(Duration.FromSeconds(Math.Max(0, lag))) : "–")}</td></tr>
        """);
}
