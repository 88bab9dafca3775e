using Microsoft.Extensions.Logging;

namespace TelegramCrm.Sync.Push;

/// <summary>What the push room says in the log: ids and keys, never fields.</summary>
internal static partial class PushLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{RunId}: {Connector} refused {Count} {Entity} of batch {ClaimId}; they are dead letters now")]
    public static partial void Refused(ILogger logger, string runId, string connector, string entity, long count, string claimId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{RunId}: {Connector} gave no certain outcome for batch {ClaimId} of {Entity}, the next push settles it: {Reason}")]
    public static partial void LeftOpen(ILogger logger, string runId, string connector, string entity, string claimId, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{RunId}: push of {Entity} to {Connector} stopped: {Reason}")]
    public static partial void Stopped(ILogger logger, string runId, string connector, string entity, string reason);
}
