using NodaTime;

namespace TelegramCrm.Sync.Transform;

/// <summary>What a transformation is to do.</summary>
/// <param name="RunId">The run it belongs to.</param>
/// <param name="AsOf">What the figures take for now.</param>
/// <param name="IsFull">Whether every ticket is computed anew, changed or not.</param>
public sealed record TransformRequest(string RunId, Instant AsOf, bool IsFull = false);
