using Dapper;
using DuckDB.NET.Data;
using TelegramCrm.Sync.Configuration.Reading;

namespace TelegramCrm.Sync.Reports;

/// <summary>A queue that reports are about.</summary>
/// <param name="Id">The CRM's.</param>
/// <param name="Name">As it is called now.</param>
public sealed record ReportQueue(string Id, string Name)
{
    /// <summary>The queue with this id, or else the only one of this name, whatever its case; also one that was deleted.</summary>
    /// <param name="connection">With the marts.</param>
    /// <param name="text">What a user wrote.</param>
    /// <exception cref="UnknownQueueException">There is none, or the name is that of several.</exception>
    public static ReportQueue Find(DuckDBConnection connection, string text)
    {
        var queues = connection.Query<ReportQueue>("select queue_id as Id, coalesce(name, queue_id) as Name from analytics.queues order by name, queue_id").ToList();
        if (queues.Find(queue => queue.Id == text) is { } exact)
            return exact;
        return queues.FindAll(queue => queue.Name.Trim().Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)) switch
        {
            [var only] => only,
            [] => throw new UnknownQueueException($"there is no queue \"{text}\"", queues.Count > 0 ? NearestText.Remedy(text, [.. queues.Select(queue => queue.Name).Distinct(StringComparer.Ordinal)]) : "run `tgcrm sync` first: no queue is known yet"),
            var several => throw new UnknownQueueException($"{several.Count} queues are called \"{text}\"", $"name one by its id: {string.Join(", ", several.Select(queue => queue.Id))}"),
        };
    }
}
