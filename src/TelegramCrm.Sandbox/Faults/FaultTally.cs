using System.Collections.Concurrent;

namespace TelegramCrm.Sandbox.Faults;

/// <summary>Draws whether a fault falls, and counts those that did.</summary>
internal sealed class FaultTally
{
    private readonly ConcurrentDictionary<string, long> met = [];

    /// <summary>How often each fault fell.</summary>
    public IReadOnlyDictionary<string, long> Met => met.ToDictionary();

    /// <param name="faults">What the draw begins with.</param>
    /// <param name="fault">Its short name, which the draw is bound to.</param>
    /// <param name="rate">Its share, from 0 to 1.</param>
    /// <param name="number">Of the request, change or delivery.</param>
    public bool Falls(SandboxFaults faults, string fault, double rate, long number)
    {
        if (rate <= 0 || Draw.Share(faults.Seed, fault, number) >= rate)
            return false;
        Count(fault);
        return true;
    }

    public void Count(string fault) => met.AddOrUpdate(fault, 1, (_, count) => count + 1);
}
