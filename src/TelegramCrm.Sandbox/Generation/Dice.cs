namespace TelegramCrm.Sandbox.Generation;

/// <summary>Repeatable chance for one subject: each ticket has its own, so that no ticket depends on how many there are.</summary>
internal sealed class Dice(int seed, string subject, long number)
{
    private long throws;
    private readonly int start = (int)Draw.Bits(seed, subject, number);

    /// <summary>From 0 to below 1.</summary>
    public double Share() => Draw.Share(start, "", throws++);

    public bool Falls(double probability) => Share() < probability;

    /// <summary>From 0 to below <paramref name="count"/>.</summary>
    public int Below(int count) => (int)(Share() * count);

    public int Between(int first, int last) => first + Below(last - first + 1);

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    public T Pick<T>(IReadOnlyList<T> choices, Func<T, double> weight)
    {
        var left = Share() * choices.Sum(weight);
        foreach (var choice in choices)
        {
            left -= weight(choice);
            if (left < 0)
                return choice;
        }
        return choices[^1];
    }

    /// <summary>What people take: mostly near the median, sometimes very long (log-normal, by Box and Muller).</summary>
    public TimeSpan About(TimeSpan median, double spread)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - Share())) * Math.Cos(2 * Math.PI * Share());
        return TimeSpan.FromSeconds(Math.Round(median.TotalSeconds * Math.Exp(spread * normal)) + 1);
    }
}
