using TelegramCrm.Connectors;

namespace TelegramCrm.Sync.Push;

/// <summary>What keeps a broken warehouse from emptying a target.</summary>
internal static class PushGuards
{
    /// <summary>The model gives nothing, though the target holds something of ours.</summary>
    public static string Vanished(PushTarget target, ReceivedEntity entity, PushDifference difference) =>
        $"{target.Name}: {entity.Entity}: the model gives no rows, though the target holds {difference.Confirmed} of ours; nothing was sent: see whether the last transform was complete";

    /// <summary>Why what is gone from the model may not be removed from the target; null when it may.</summary>
    public static string? Forbid(PushTarget target, ReceivedEntity entity, PushDifference difference)
    {
        if (target.Connector is not IRecordRemoval)
            return $"{target.Name}: {entity.Entity}: {target.Type} can't remove records; set \"mode\": \"upsert\"";
        return difference.Gone <= difference.Removable(target.MaxRemovedShare)
            ? null
            : $"{target.Name}: {entity.Entity}: {difference.Gone} of {difference.Confirmed} records are gone from the model, and limits.maxRemovedShare allows {difference.Removable(target.MaxRemovedShare)} at once; "
                + "nothing was removed: see whether the model gives all it should, or raise the share for one push";
    }
}
