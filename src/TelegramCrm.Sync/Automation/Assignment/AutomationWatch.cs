using Dapper;
using NodaTime;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>What the state store remembers between two looks: since when tickets are placed, and when the CRM was last read for it.</summary>
/// <param name="state">The store.</param>
public sealed class AutomationWatch(StateStore state)
{
    private const string Since = "assignment";
    private const string Read = "read";

    /// <summary>When somebody first placed tickets with this state; that is now, if nobody did.</summary>
    /// <param name="now">The present instant.</param>
    public Instant BegunAt(Instant now)
    {
        using var connection = state.Connect();
        connection.Execute("insert into automation_watch (name, noted_at) values (@Since, @now) on conflict (name) do nothing", new { Since, now = now.ToText() });
        return Find(Since)!.Value;
    }

    /// <summary>When agents, queues, tickets and their events were last read to their end for decisions; null when they never were.</summary>
    public Instant? ReadAt() => Find(Read);

    /// <summary>Notes that they were.</summary>
    /// <param name="now">The present instant.</param>
    public void NoteRead(Instant now)
    {
        using var connection = state.Connect();
        connection.Execute("insert into automation_watch (name, noted_at) values (@Read, @now) on conflict (name) do update set noted_at = excluded.noted_at", new { Read, now = now.ToText() });
    }

    private Instant? Find(string name)
    {
        using var connection = state.Connect();
        return connection.QuerySingleOrDefault<string?>("select noted_at from automation_watch where name = @name", new { name }) is { } text ? StateTime.ToInstant(text) : null;
    }
}
