using System.Globalization;
using NodaTime;

namespace TelegramCrm.Sync.Reports.Markup;

/// <summary>How a column shows its values.</summary>
/// <param name="Show">The text of a value that is there.</param>
/// <param name="Rank">What rows are ordered by in the browser; null to order by the text.</param>
internal sealed record CellFormat(Func<object, string> Show, Func<object, double>? Rank)
{
    /// <summary>Words of people, which may be of any script and direction.</summary>
    public static CellFormat Text { get; } = new(value => (string)value, null);

    public static CellFormat Count { get; } = new(value => Display.Count((long)value), value => (long)value);

    public static CellFormat Seconds { get; } = new(value => Display.Seconds((long)value), value => (long)value);

    public static CellFormat Share { get; } = new(value => Display.Share((double)value), value => (double)value);

    /// <summary>A share with a bar as long as the share.</summary>
    public static CellFormat ShareBar { get; } = Share with { Bar = BarLength.OfWhole };

    /// <summary>A share with a bar that compares it with the largest of the column: for shares that are all small.</summary>
    public static CellFormat RankBar { get; } = Share with { Bar = BarLength.OfLargest };

    public BarLength Bar { get; private init; }

    /// <summary>Whether it is read as a number, and stands at the cell's end.</summary>
    public bool IsNumber => Rank is not null && !IsWords;

    private bool IsWords { get; init; }

    /// <summary>A word of the CRM, as <c>first_response</c>, written for people.</summary>
    public static CellFormat Word { get; } = new(value => Spoken((string)value), null);

    public static CellFormat Moment(DateTimeZone zone) =>
        new(value => Display.Moment((Instant)value, zone), value => ((Instant)value).ToUnixTimeSeconds());

    public static CellFormat Day { get; } = new(value => Display.Date((LocalDate)value), value => ((LocalDate)value).ToDateOnly().DayNumber) { IsWords = true };

    /// <summary>A number that stands for a word, such as a weekday; ordered by the number.</summary>
    public static CellFormat Named(Func<long, string> name) => new(value => name((long)value), value => (long)value) { IsWords = true };

    /// <summary>Seconds that are too few for hours and minutes.</summary>
    public static CellFormat ShortSeconds { get; } = new(value => Display.ShortSeconds(Convert.ToDouble(value, CultureInfo.InvariantCulture)), value => Convert.ToDouble(value, CultureInfo.InvariantCulture));

    private static string Spoken(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..].Replace('_', ' ');
}
