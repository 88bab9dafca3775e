using Microsoft.Extensions.Logging;

namespace TelegramCrm.Sync.Inbox;

internal static partial class InboxLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A delivery was refused with {Status}: {Reason}; further ones of this minute are counted only")]
    public static partial void Refused(this ILogger log, int status, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Delivery {DeliveryId} could not be stored; the sender will repeat it")]
    public static partial void CouldNotStore(this ILogger log, string deliveryId, Exception failure);
}
