using System.Globalization;
using NodaTime;

namespace TelegramCrm.Sync.Warehouse;

/// <summary>How far a stream is read.</summary>
/// <param name="Stream">Its name.</param>
/// <param name="HighWaterAt">Up to where; null when it was never read to its end.</param>
/// <param name="LagSeconds">How far that lies behind; null with it. A quiet stream lags by its silence.</param>
/// <param name="IsUnderWay">Whether a pass stopped in the middle, to be taken up by the next run.</param>
/// <param name="SkewSeconds">How far the CRM's clock ran ahead of ours when it last answered; negative: behind; null when it never did.</param>
/// <param name="Coverage">What of it was read.</param>
public sealed record StreamStanding(string Stream, Instant? HighWaterAt, long? LagSeconds, bool IsUnderWay, double? SkewSeconds, Coverage Coverage)
{
    /// <summary>What someone should know, each with its remedy; empty when all is well.</summary>
    /// <param name="settle">How long the CRM may take to show a record; a larger skew is worth a warning.</param>
    public IEnumerable<string> Warnings(Duration settle)
    {
        if (SkewSeconds is { } skew && Math.Abs(skew) > settle.TotalSeconds)
        {
            yield return $"{Stream}: the CRM's clock runs {Math.Abs(skew).ToString("N0", CultureInfo.InvariantCulture)} s {(skew > 0 ? "ahead of" : "behind")} this machine's, more than source.settle; "
                + "marks follow the CRM's clock, so nothing is lost, but lags and running clocks are off by as much: synchronise this machine's clock, or tell the CRM's operator";
        }
        foreach (var gap in Coverage.Gaps)
            yield return $"{Stream}: not read from {gap}; {Remedy(gap)}";
    }

    private string Remedy(VersionSpan gap) => gap.FromOrNull is { } from && from < HighWaterAt
        ? $"`tgcrm backfill --stream {Stream} --from {from} --to {gap.Until}` reads it"
        : $"the next `tgcrm sync` reads it";
}
