using Dapper;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using TelegramCrm.Sync.Alerts;
using TelegramCrm.Sync.Clocks;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.Clocks;
using TelegramCrm.Sync.Transform;

namespace TelegramCrm.Sync.Tests.Alerts;

/// <summary>A warehouse, a state and a clock that stands, and a service over them that watches, dies and comes back.</summary>
internal sealed class WatchRoom : IDisposable
{
    private long transforms;

    public WatchRoom(Func<string, IStateEngine>? newState = null, FakeTimeProvider? time = null)
    {
        Time = time ?? new FakeTimeProvider(Given.At("Mon 09:00").ToDateTimeOffset());
        State = StateStore.Open(newState is null ? new SqliteState(Warehouse.Folder.StateFile) : newState(Warehouse.Folder.StateFile));
        Restart();
    }

    public TestWarehouse Warehouse { get; } = new();

    public StateStore State { get; }

    public FakeTimeProvider Time { get; }

    public Duration LookBack { get; init; } = Duration.Zero;

    /// <summary>What all processes together told.</summary>
    public ToldAlerts Told { get; } = new();

    public AlertPass Pass { get; private set; } = null!;

    public Instant Now => Instant.FromDateTimeOffset(Time.GetUtcNow());

    /// <summary>A new process: it knows nothing but what stands in the stores.</summary>
    public void Restart() => Pass = new AlertPass(Warehouse.File, new AlertRecord(State), LookBack, TestWarehouse.SqlFolder, Time, Told);

    /// <summary>Looks at an instant of the two weeks.</summary>
    public Instant? LookAt(string text)
    {
        Time.SetUtcNow(Given.At(text).ToDateTimeOffset());
        return Pass.Look();
    }

    /// <summary>A process that dies between recording an alert and telling it.</summary>
    public void DieWhileTelling()
    {
        Restart();
        Told.Dies = true;
        Assert.Throws<InvalidOperationException>(() => Pass.Look());
        Told.Dies = false;
        Restart();
    }

    /// <summary>Loads stories, as records of one load.</summary>
    public void Load(params TicketStory[] stories)
    {
        using var connection = Warehouse.Connect();
        connection.Execute("delete from raw.tickets; delete from raw.messages; delete from raw.ticket_events");
        foreach (var story in stories)
            story.Write(connection);
        connection.Execute($"""
            insert into ops.loads select coalesce(max(load_id), 0) + 1, 'run', '2026-03-01 00:00:00Z' from ops.loads;
            update raw.tickets set load_id = (select max(load_id) from ops.loads);
            update raw.messages set load_id = (select max(load_id) from ops.loads);
            update raw.ticket_events set load_id = (select max(load_id) from ops.loads)
            """);
    }

    /// <summary>Computes the figures as of now, with the policy of the tests.</summary>
    public void Transform()
    {
        using var connection = Warehouse.Connect();
        AlertCopy.Write(connection, new AlertRecord(State));
        ClockTables.Write(connection, [Given.Office()], "office", [], [Given.Policy()], Now);
        new Transformation(Sql.SqlWarehouse.Folder).Run(connection, new("run", Now));
    }

    /// <summary>Writes the mart itself: promises with these times, as a transform as of now would.</summary>
    public void Write(IEnumerable<MadePromise> promises)
    {
        using var connection = Warehouse.Connect();
        connection.Execute("""
            create or replace table analytics.sla_events (ticket_id varchar, metric varchar, instance bigint, policy varchar, due_at timestamptz, warn_at timestamptz,
                breach_at timestamptz, fulfilled_at timestamptz, status varchar)
            """);
        foreach (var promise in promises)
        {
            connection.Execute("insert into analytics.sla_events values ($Id, 'resolution', 1, 'standard', $BreachAt, $WarnAt, $BreachAt, $FulfilledAt, $status)",
                new { promise.Id, BreachAt = promise.KnownBreachAt?.ToDateTimeUtc(), WarnAt = promise.WarnAt.ToDateTimeUtc(), FulfilledAt = promise.FulfilledAt?.ToDateTimeUtc(), status = promise.StatusAt(Now) });
        }
        connection.Execute($"insert into ops.transforms values ({++transforms}, 'run', '2026-03-01 00:00:00Z', true, 0, '')");
    }

    public void Dispose() => Warehouse.Dispose();
}

/// <summary>A promise with given times.</summary>
internal sealed record MadePromise(string Id, Instant WarnAt, Instant BreachAt, bool IsPaused = false, Instant? FulfilledAt = null)
{
    public Instant? KnownBreachAt => IsPaused ? null : BreachAt;

    public bool IsBrokenAt(Instant now) => KnownBreachAt <= (FulfilledAt ?? now);

    public bool WarnsAt(Instant now) => FulfilledAt is null && !IsPaused && WarnAt <= now && now < BreachAt;

    public string StatusAt(Instant now) => this switch
    {
        { IsPaused: true, FulfilledAt: null } => "paused",
        _ when IsBrokenAt(now) => "breached",
        { FulfilledAt: not null } => "met",
        _ => WarnAt <= now ? "warning" : "running",
    };
}
