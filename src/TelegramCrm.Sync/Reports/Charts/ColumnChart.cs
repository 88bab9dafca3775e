using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Reports.Charts;

/// <summary>A column a slot for one series, from zero.</summary>
internal static class ColumnChart
{
    private const double Share = 0.72; // of the slot's width

    public static Html Of(Plot plot, Scale scale)
    {
        var values = plot.Series.Single().Values;
        return plot.Frame(scale, Html.Of($"""{values.Select((value, slot) => Column(plot, scale, value ?? 0, slot))}"""));
    }

    private static Html Column(Plot plot, Scale scale, double value, int slot) => value <= 0
        ? Html.None
        : Html.Of($"""<rect class="column" x="{plot.Middle(slot) - (plot.Width * Share / 2)}%" width="{plot.Width * Share}%" y="{Plot.Y(scale, value)}" height="{Plot.Height - Plot.Y(scale, value)}"/>""");
}
