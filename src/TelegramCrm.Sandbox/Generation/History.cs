using TelegramCrm.Sandbox.Records;

namespace TelegramCrm.Sandbox.Generation;

/// <summary>The span of time that generated work fills.</summary>
internal sealed record History(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>The instant at a share of it.</summary>
    public DateTimeOffset At(double share) => Rfc3339.ToMicroseconds(Start + (End - Start) * share);
}
