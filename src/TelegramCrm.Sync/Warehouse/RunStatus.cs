namespace TelegramCrm.Sync.Warehouse;

/// <summary>How a run or a step of it ended, as <c>ops</c> writes it.</summary>
public static class RunStatus
{
    /// <summary>It has not ended.</summary>
    public const string Running = "running";

    /// <summary>All of it was done.</summary>
    public const string Done = "done";

    /// <summary>Some of it failed; the rest was done.</summary>
    public const string Partial = "partial";

    /// <summary>It failed.</summary>
    public const string Failed = "failed";
}
