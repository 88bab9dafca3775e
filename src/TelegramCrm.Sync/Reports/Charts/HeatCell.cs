using System.Globalization;

namespace TelegramCrm.Sync.Reports.Charts;

/// <summary>A cell of a heat map.</summary>
/// <param name="Level">How strong its colour is, from 0 to <see cref="Levels"/>.</param>
/// <param name="Weight">What the heaviest are told by in words.</param>
/// <param name="Label">What stands on it.</param>
/// <param name="Words">What is said of it.</param>
internal sealed record HeatCell(int Level, double Weight, string Label, string Words)
{
    public const int Levels = 5;
    public const int FewestToJudge = 3;

    public static HeatCell None { get; } = new(0, 0, "", "none");

    /// <summary>A count, the stronger the more.</summary>
    public static HeatCell OfCount(long count, long most) => new((int)Math.Ceiling((double)count * Levels / Math.Max(most, 1)), count, Display.Count(count), Display.Count(count));

    /// <summary>
    /// A share of things done well, the stronger the fewer: each level is ten points below the one before, from 100 % on. A share of very few
    /// says nothing, and is neither coloured nor written on.
    /// </summary>
    public static HeatCell OfShortfall(double share, long settled)
    {
        var words = $"{Display.Share(share)} of {Display.Count(settled)}";
        return settled < FewestToJudge
            ? new(0, 0, "", words)
            : new(share >= 1 ? 1 : Math.Min(2 + (int)((1 - share) / 0.1), Levels), 1 - share, (share * 100).ToString("0", CultureInfo.InvariantCulture), words);
    }
}

/// <summary>What the colours of a heat map mean.</summary>
/// <param name="Least">The weakest.</param>
/// <param name="Most">The strongest.</param>
/// <param name="Palette"><c>cool</c> for amounts, <c>warm</c> for what calls for attention.</param>
internal sealed record HeatLegend(string Least, string Most, string Palette);
