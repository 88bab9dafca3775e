using System.Globalization;
using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Reports.Charts;

/// <summary>A line a series over the same slots. A slot without a value breaks the line: nothing is known of it.</summary>
internal static class LineChart
{
    public static Html Of(Plot plot, Scale scale) =>
        plot.Frame(scale, Html.Of($"""{plot.Series.Select((series, place) => Line(plot, scale, series, place))}"""));

    private static Html Line(Plot plot, Scale scale, ChartSeries series, int place)
    {
        var runs = Runs(series.Values).ToList();
        return Html.Of($"""
            <svg width="100%" height="{Plot.Height}" viewBox="0 0 100 {Plot.Height}" preserveAspectRatio="none">{runs.Where(run => run.Count > 1).Select(run => Html.Of($"""<polyline class="line s{place}" points="{Points(plot, scale, series, run)}"/>"""))}</svg>
            {runs.Where(run => run.Count == 1).Select(run => Dot(plot, scale, series, run[0], place))}
            """);
    }

    /// <summary>The slots that have values, in unbroken runs.</summary>
    private static IEnumerable<IReadOnlyList<int>> Runs(IReadOnlyList<double?> values)
    {
        var run = new List<int>();
        for (var slot = 0; slot < values.Count; slot++)
        {
            if (values[slot] is not null)
            {
                run.Add(slot);
            }
            else if (run.Count > 0)
            {
                yield return run;
                run = [];
            }
        }
        if (run.Count > 0)
            yield return run;
    }

    private static string Points(Plot plot, Scale scale, ChartSeries series, IReadOnlyList<int> run) => string.Join(' ', run.Select(slot =>
        string.Create(CultureInfo.InvariantCulture, $"{plot.Middle(slot):0.##},{Plot.Y(scale, series.Values[slot]!.Value):0.##}")));

    private static Html Dot(Plot plot, Scale scale, ChartSeries series, int slot, int place) =>
        Html.Of($"""<circle class="dot s{place}" cx="{plot.Middle(slot)}%" cy="{Plot.Y(scale, series.Values[slot]!.Value)}" r="2.5"/>""");
}
