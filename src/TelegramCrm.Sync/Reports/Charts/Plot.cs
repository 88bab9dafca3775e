using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Reports.Charts;

/// <summary>
/// The frame of a chart over slots of equal width. Widths are percentages and heights pixels, so that it fills a wide screen or a phone
/// while its letters keep their size.
/// </summary>
/// <param name="Name">Unlike that of any other chart on the page.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Slots">The label of each slot.</param>
/// <param name="Series">What it draws.</param>
internal sealed record Plot(string Name, string Title, IReadOnlyList<string> Slots, IReadOnlyList<ChartSeries> Series)
{
    public const double Height = 180;
    private const int MostLabels = 8;
    private const int MostLabelsOnPhone = 5;
    private static readonly int[] LabelSteps = [1, 2, 7, 14, 28]; // so that the labels of days fall on one weekday

    /// <summary>The middle of a slot, in percent of the width.</summary>
    public double Middle(int slot) => (slot + 0.5) * 100 / Slots.Count;

    public double Width => 100.0 / Slots.Count;

    public static double Y(Scale scale, double value) => Height * (1 - scale.At(value));

    /// <summary>Draws marks over a grid, and names the values of a slot where the pointer stands.</summary>
    public Html Frame(Scale scale, Html marks) => Html.Of($"""
        <figure>
        <figcaption>{Title}{Series.Select(Legend)}</figcaption>
        <div class="plot">
        <svg class="chart" role="img" aria-labelledby="{Name}-title {Name}-desc" width="100%" height="{Height}">
        <title id="{Name}-title">{Title}</title>
        <desc id="{Name}-desc">{string.Join(' ', Series.Select(series => series.Summary))}</desc>
        {scale.Ticks.Select(tick => Grid(scale, tick))}
        {marks}
        {Slots.Select(Label)}
        {Slots.Select(Hit)}
        </svg>
        </div>
        </figure>
        """);

    private Html Legend(ChartSeries series, int place) => Series.Count < 2
        ? Html.None
        : Html.Of($"""<span class="legend"><svg width="22" height="10" aria-hidden="true"><line class="line s{place}" x1="1" x2="21" y1="5" y2="5"/></svg>{series.Name}</span>""");

    private static Html Grid(Scale scale, double tick) => Html.Of($"""
        <line class="grid" x2="100%" y1="{Y(scale, tick)}" y2="{Y(scale, tick)}"/><text class="tick" x="-8" y="{Y(scale, tick) + 4}">{scale.Show(tick)}</text>
        """);

    private Html Label(string label, int slot)
    {
        var every = LabelSteps.FirstOrDefault(step => Slots.Count <= step * MostLabels, (Slots.Count / MostLabels) + 1);
        if (slot % every != 0)
            return Html.None;
        var isSpare = slot / every % 2 == 1 && Slots.Count > every * MostLabelsOnPhone;
        return Html.Of($"""<text class="{(isSpare ? "label spare" : "label")}" x="{Middle(slot)}%" y="{Height + 20}">{label}</text>""");
    }

    private Html Hit(string label, int slot) => Html.Of(
        $"""<rect class="hit" x="{slot * Width}%" width="{Width}%" height="{Height}"><title>{label} · {string.Join(" · ", Series.Select(series => series.At(slot)))}</title></rect>""");
}
