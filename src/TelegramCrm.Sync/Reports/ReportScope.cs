namespace TelegramCrm.Sync.Reports;

/// <summary>What the reports speak of.</summary>
/// <param name="Period">The days, compared with as many before them.</param>
/// <param name="Queue">The queue whose tickets they are about; null for all tickets.</param>
public sealed record ReportScope(ReportPeriod Period, ReportQueue? Queue = null)
{
    /// <summary>Where the pages go: a queue's do not take the place of those of the whole team.</summary>
    /// <param name="folder">The configured folder.</param>
    public string FolderIn(string folder) => Queue is null ? folder : Path.Combine(folder, "queues", Uri.EscapeDataString(Queue.Id).Replace('.', '_'));
}
