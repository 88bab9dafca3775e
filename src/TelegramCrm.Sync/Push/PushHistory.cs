using Dapper;
using NodaTime;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Push;

/// <summary>The record of past pushes, a row a run, connector and entity: what <c>status</c> and the dashboard show.</summary>
public sealed class PushHistory(StateStore state)
{
    /// <summary>The newest pushes first.</summary>
    /// <param name="limit">How many at most; 1 or more.</param>
    /// <param name="connector">One connector's only; null for all.</param>
    public IReadOnlyList<PastPush> List(int limit, string? connector = null)
    {
        using var connection = state.Connect();
        return [.. connection.Query<Row>("""
            select run_id as "RunId", connector as "Connector", entity as "Entity", started_at as "StartedAt", ended_at as "EndedAt",
                created_count as "Created", updated_count as "Updated", removed_count as "Removed", unchanged_count as "Unchanged", refused_count as "Refused",
                withheld_count as "Withheld", unsettled_count as "Unsettled", error as "Error"
            from push_runs
            where coalesce(@connector, connector) = connector
            order by started_at desc, run_id desc, connector, entity
            limit @limit
            """, new { limit, connector }).Select(row => row.ToPastPush())];
    }

    internal void Add(string runId, string connector, Instant startedAt, Instant endedAt, EntitySummary summary)
    {
        using var db = state.Connect();
        db.Execute("""
            insert into push_runs (run_id, connector, entity, started_at, ended_at, status, created_count, updated_count, removed_count, unchanged_count,
                refused_count, withheld_count, unsettled_count, error)
            values (@runId, @connector, @Entity, @startedAt, @endedAt, @Status, @Created, @Updated, @Removed, @Unchanged, @Refused, @Withheld, @Unsettled, @Error)
            """, new
        {
            runId,
            connector,
            summary.Entity,
            startedAt = startedAt.ToText(),
            endedAt = endedAt.ToText(),
            summary.Status,
            summary.Created,
            summary.Updated,
            summary.Removed,
            summary.Unchanged,
            summary.Refused,
            summary.Withheld,
            summary.Unsettled,
            summary.Error,
        });
    }

    private sealed record Row(
        string RunId, string Connector, string Entity, string StartedAt, string EndedAt,
        long Created, long Updated, long Removed, long Unchanged, long Refused, long Withheld, long Unsettled, string? Error)
    {
        public PastPush ToPastPush() => new(RunId, Connector, StateTime.ToInstant(StartedAt), StateTime.ToInstant(EndedAt), new EntitySummary(Entity)
        {
            Created = Created,
            Updated = Updated,
            Removed = Removed,
            Unchanged = Unchanged,
            Refused = Refused,
            Withheld = Withheld,
            Unsettled = Unsettled,
            Error = Error,
        });
    }
}

/// <summary>A push of one kind of record that has ended.</summary>
/// <param name="RunId">The run it belonged to.</param>
/// <param name="Connector">The connector's name.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Summary">What it did.</param>
public sealed record PastPush(string RunId, string Connector, Instant StartedAt, Instant EndedAt, EntitySummary Summary);
