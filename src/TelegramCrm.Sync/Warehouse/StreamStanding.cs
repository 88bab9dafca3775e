using NodaTime;

namespace TelegramCrm.Sync.Warehouse;

/// <summary>How far a stream is read.</summary>
/// <param name="Stream">Its name.</param>
/// <param name="HighWaterAt">Up to where; null when it was never read to its end.</param>
/// <param name="LagSeconds">How far that lies behind; null with it. A quiet stream lags by its silence.</param>
/// <param name="IsUnderWay">Whether a pass stopped in the middle, to be taken up by the next run.</param>
public sealed record StreamStanding(string Stream, Instant? HighWaterAt, long? LagSeconds, bool IsUnderWay);
