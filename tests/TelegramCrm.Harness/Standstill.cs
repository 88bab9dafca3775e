using TelegramCrm.Sandbox;

namespace TelegramCrm.Harness;

/// <summary>Stops a real process in the middle by the CRM's own rate limit, so that where it stands still is known to the request.</summary>
public static class Standstill
{
    /// <summary>
    /// Limits under which a process sends so many ticket requests, perhaps one more, and then waits for most of an hour: the last quarter of a window
    /// is spread over it.
    /// </summary>
    /// <param name="requests">How many, 1 or more.</param>
    public static SandboxRateLimits After(int requests) =>
        SandboxRateLimits.Unreachable with { Tickets = requests == int.MaxValue ? requests : requests * 4 / 3, Window = TimeSpan.FromHours(1) };
}
