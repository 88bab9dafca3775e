using NodaTime;

namespace TelegramCrm.Sync.Configuration;

/// <summary>The HTML reports.</summary>
public sealed record ReportConfiguration
{
    /// <summary>Where the reports are written; made when it is missing.</summary>
    [FilePath]
    public string Folder { get; init; } = "reports";

    /// <summary>The zone whose days, weekdays and hours the reports speak of.</summary>
    public DateTimeZone Zone { get; init; } = DateTimeZone.Utc;
}
