using Dapper;
using DuckDB.NET.Data;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using TelegramCrm.Connectors;
using TelegramCrm.Connectors.Tests;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Tests.Push;

/// <summary>A warehouse with one table, a model that sends it, a ledger, and a target that anything can go wrong with.</summary>
internal sealed class PushHouse : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("push-").FullName;
    private readonly ImpatientTimeProvider clock = new(new DateTimeOffset(2026, 3, 14, 2, 0, 0, TimeSpan.Zero));
    private readonly IStateEngine state;
    private int runs;

    public PushHouse(Func<string, IStateEngine> newState, InMemoryConnector? target = null)
    {
        state = newState(Path.Combine(folder, "state.db"));
        Target = target ?? new InMemoryConnector();
        Warehouse = new DuckDBConnection("DataSource=:memory:");
        Warehouse.Open();
        Warehouse.Execute("create table tickets (ticket_id varchar, subject varchar, changed_at timestamptz)");
        Model("select ticket_id, subject, changed_at from tickets");
    }

    public InMemoryConnector Target { get; }

    public DuckDBConnection Warehouse { get; }

    /// <summary>What the configuration says of every target.</summary>
    public Func<PushTarget, PushTarget> Configure { get; set; } = target => target;

    // Opened anew for each use, as after a restart.
    public StateStore State => StateStore.Open(state);

    public DateTimeOffset Now => clock.GetUtcNow();

    public void Model(string select, string header = "-- grain: ticket · external key: ticket_id · inputs: tickets", string entity = "tickets")
    {
        Directory.CreateDirectory(Path.Combine(folder, "push", "in_memory"));
        File.WriteAllText(Path.Combine(folder, "push", "in_memory", $"{entity}.sql"), $"{header}\n{select};\n");
    }

    public void Ticket(string id, string? subject)
    {
        Warehouse.Execute("delete from tickets where ticket_id = $id", new { id });
        Warehouse.Execute("insert into tickets values ($id, $subject, '2026-03-01 08:00:00+00')", new { id, subject });
    }

    public async Task<EntitySummary> PushAsync(CancellationToken cancellationToken = default) =>
        (await PushAsync([Target], cancellationToken)).Single().Entities.Single();

    public Task<IReadOnlyList<PushSummary>> PushAsync(IReadOnlyList<IConnector> connectors, CancellationToken cancellationToken = default) =>
        Run().RunAsync($"run{++runs}", Targets(connectors), cancellationToken);

    /// <summary>Compares the target with the ledger, over the connector as given.</summary>
    public async Task<ComparedTarget> CompareAsync(IConnector? connector = null) =>
        (await new TargetComparison(State, clock).RunAsync(Targets([connector ?? Target]).Single(), default)).ShouldHaveSingleItem();

    public async Task AcceptAsync(ComparedTarget found) => await new TargetComparison(State, clock).AcceptAsync(Targets([Target]).Single(), found, "mending", default);

    public PushPreview Preview() => Run().Preview(Targets([Target])).Single();

    public IReadOnlyList<string?> SubjectsOf(string id) => [.. Target.Records.Where(record => record.Key.Value == id).Select(record => record.Subject)];

    public void NoTicket(string id) => Warehouse.Execute("delete from tickets where ticket_id = $id", new { id });

    public void Dispose()
    {
        Warehouse.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private PushRun Run() => new(Warehouse, State, Path.Combine(folder, "push"), clock, NullLogger<PushRun>.Instance);

    private IReadOnlyList<PushTarget> Targets(IReadOnlyList<IConnector> connectors) =>
        [.. connectors.Select((connector, index) => Configure(new PushTarget($"target-{index}", "in-memory", connector)))];
}
