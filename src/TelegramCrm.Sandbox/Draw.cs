namespace TelegramCrm.Sandbox;

/// <summary>Repeatable chance: the same seed, subject and number always give the same draw (SplitMix64's finalizer).</summary>
internal static class Draw
{
    /// <summary>From 0 to below 1.</summary>
    public static double Share(int seed, string subject, long number) => (Bits(seed, subject, number) >> 11) * (1.0 / (1UL << 53));

    public static ulong Bits(int seed, string subject, long number)
    {
        var hash = Mix((ulong)seed + 0x9E3779B97F4A7C15);
        foreach (var letter in subject)
            hash = (hash ^ letter) * 0x100000001B3;
        return Mix(hash ^ Mix((ulong)number + 0x9E3779B97F4A7C15));
    }

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
