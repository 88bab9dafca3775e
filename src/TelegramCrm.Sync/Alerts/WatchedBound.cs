using NodaTime;

namespace TelegramCrm.Sync.Alerts;

/// <summary>
/// A figure and the bound that it should keep. It is raised once when the figure exceeds the bound, and over once when the figure has fallen to four
/// fifths of it: a figure that wavers about its bound must not tell of it every time.
/// </summary>
/// <param name="name">What is watched.</param>
/// <param name="bound">What the figure may reach.</param>
/// <param name="inWords">The figure, or the bound, in words.</param>
/// <param name="remedy">Where to look.</param>
public sealed class WatchedBound(string name, double bound, Func<double, string> inWords, string remedy)
{
    private const double RecoveredAt = 0.8;

    private bool isRaised;

    /// <summary>What is watched.</summary>
    public string Name { get; } = name;

    /// <summary>Holds a figure against the bound.</summary>
    /// <param name="figure">The figure; null when there is none at present, which changes nothing.</param>
    /// <param name="now">The present instant.</param>
    /// <returns>What is to be told; null when nothing is.</returns>
    public ServiceAlert? Look(double? figure, Instant now)
    {
        if (figure is not { } value || (isRaised ? value > bound * RecoveredAt : value <= bound))
            return null;
        isRaised = !isRaised;
        return new(Name, !isRaised, $"{inWords(value)}, the bound is {inWords(bound)}", isRaised ? remedy : "", now);
    }
}
