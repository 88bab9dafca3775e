using Dapper;
using NodaTime;
using TelegramCrm.Sandbox;
using TelegramCrm.Sync.Clocks;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Inbox;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.Clocks;
using TelegramCrm.Sync.Tests.Crm;
using TelegramCrm.Sync.Tests.Sql;
using TelegramCrm.Sync.Transform;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Tests.Inbox;

/// <summary>
/// A sandbox CRM whose records reach one warehouse by polling and by webhooks that a test lets through, repeats, holds back or loses. A second
/// warehouse reads the CRM once, from the beginning: what both must hold.
/// </summary>
internal sealed class TwoWays : IAsyncDisposable
{
    /// <summary>Relations that tell what was seen on the way, which depends on it.</summary>
    private static readonly string[] Histories = ["agent_history", "queue_history", "template_history", "ticket_history"];

    private static readonly ExtractLimits Limits = new() { PageSize = 7, Lookback = Duration.FromMinutes(2), Settle = Duration.FromMinutes(1) };

    private readonly Mailroom mailroom = new(file => new SqliteState(file));
    private readonly TestWarehouse fresh = new();
    private readonly List<string> came = [];
    private ScriptedCrm postbag = null!;
    private SandboxServer crm = null!;
    private CrmClient client = null!;

    /// <summary>The bodies that the CRM has sent so far and that are not lost, in its order.</summary>
    public List<string> Sent { get; } = [];

    public static async Task<TwoWays> OpenAsync()
    {
        var ways = new TwoWays();
        await ways.mailroom.InitializeAsync();
        ways.mailroom.Workspace.Learn("ws-sandbox", ways.mailroom.Now);
        ways.postbag = await ScriptedCrm.StartAsync(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            ways.came.Add(await body.ReadToEndAsync());
        });
        return ways;
    }

    /// <summary>Forgets all, and begins with another CRM.</summary>
    public async Task BeginAsync(int seed, bool hasTies)
    {
        await EndAsync();
        Sent.Clear();
        crm = await SandboxServer.StartAsync(
            new SandboxOptions
            {
                Seed = seed,
                Tickets = 4,
                TimeProvider = mailroom.Time,
                DeliversWebhooksByItself = false,
                RateLimits = SandboxRateLimits.Unreachable,
                Faults = new() { Seed = seed, Ties = hasTies ? 0.3 : 0 },
            }, CancellationToken.None);
        crm.Subscribe(new Uri(postbag.Address.BaseUrl, "/hook"));
        client = new CrmClient(new CrmAddress { BaseUrl = crm.BaseAddress, ApiKey = crm.ApiKey, SecretToken = crm.SecretToken }, TimeProvider.System);
        Empty(mailroom.Warehouse);
        Empty(fresh);
        using var state = mailroom.State.Connect();
        state.Execute("delete from inbox"); // another CRM's deliveries have the same ids
        mailroom.Store.Recount();
    }

    /// <summary>Lets work go on in the CRM, and time pass.</summary>
    public async Task ChangeAsync(int changes, int seconds)
    {
        crm.Advance(TimeSpan.Zero, changes);
        came.Clear();
        await crm.DeliverWebhooksAsync(CancellationToken.None);
        Sent.AddRange(came);
        mailroom.Time.Advance(TimeSpan.FromSeconds(seconds));
    }

    public async Task DeliverAsync(string body)
    {
        using var answer = await mailroom.PostAsync(body);
        answer.EnsureSuccessStatusCode();
    }

    public async Task DrainAsync()
    {
        await mailroom.DrainAsync();
        await new TicketFetch(mailroom.Warehouse.File, client, mailroom.Time).RunAsync(CancellationToken.None);
    }

    /// <summary>Reads what webhooks bring, too; the rest is read when all comes to rest.</summary>
    public Task PollAsync() => ReadAsync(mailroom.Warehouse, [Streams.Tickets, Streams.TicketEvents, Streams.TemplateUsages]);

    /// <summary>Comes to rest: what was let through is applied, and polling has seen what settled.</summary>
    public async Task RestAsync()
    {
        await DrainAsync();
        mailroom.Time.Advance(TimeSpan.FromMinutes(5));
        await ReadAsync(mailroom.Warehouse, Streams.Listed);
    }

    /// <summary>The tables of <c>raw</c> that differ from a fresh reading, and what differs; empty when none does.</summary>
    public async Task<IReadOnlyList<string>> DifferencesAsync()
    {
        await ReadAsync(fresh, Streams.Listed);
        return [.. Streams.All.SelectMany(stream => Differences($"raw.{stream.Name}", "* exclude (load_id)"))];
    }

    /// <summary>The marts that differ from those of a fresh reading.</summary>
    public IReadOnlyList<string> MartDifferences()
    {
        foreach (var warehouse in new[] { mailroom.Warehouse, fresh })
        {
            using var connection = warehouse.Connect();
            ClockTables.Write(connection, [Given.Office()], "office", [], [Given.Policy()], mailroom.Now, new());
            new Transformation(SqlWarehouse.Folder).Run(connection, new("run", mailroom.Now, IsFull: true));
        }
        var marts = fresh.Query<string>("select table_name from duckdb_tables() where schema_name = 'analytics' order by all").Except(Histories);
        return [.. marts.SelectMany(mart => Differences($"analytics.{mart}", "*"))];
    }

    private IEnumerable<string> Differences(string relation, string columns)
    {
        var query = $"select to_json(row)::varchar from (select {columns} from {relation}) as row order by all";
        var (ours, truth) = (mailroom.Warehouse.Query<string>(query), fresh.Query<string>(query));
        return ours.Except(truth).Select(row => $"{relation} has {row}").Concat(truth.Except(ours).Select(row => $"{relation} lacks {row}"))
            .Concat(ours.Count == truth.Count ? [] : [$"{relation} has {ours.Count} rows, not {truth.Count}"]);
    }

    private async Task ReadAsync(TestWarehouse warehouse, IReadOnlyList<CrmStream> streams)
    {
        using var run = await Run.BeginAsync(warehouse.File, "sync", mailroom.Time, CancellationToken.None);
        var outcomes = await new Extraction(warehouse.File, client, Limits, mailroom.Time).RunAsync(run, streams, CancellationToken.None);
        Assert.All(outcomes, outcome => Assert.True(outcome.IsWhole, outcome.Error));
        using var connection = warehouse.Connect();
        await warehouse.File.WriteAsync(connection, () => Tombstones.ApplyEvents(connection, run.Id, mailroom.Now), CancellationToken.None);
        await run.EndAsync(RunStatus.Done, null);
    }

    private static void Empty(TestWarehouse warehouse)
    {
        using var connection = warehouse.Connect();
        foreach (var table in connection.Query<string>("select schema_name || '.' || table_name from duckdb_tables() where schema_name in ('raw', 'ops') and table_name not in ('migrations', 'applied_deletions', 'announced_loads')").ToList())
            connection.Execute($"truncate {table}");
        connection.Execute("update ops.applied_deletions set load_id = 0; update ops.announced_loads set load_id = 0");
    }

    private async Task EndAsync()
    {
        client?.Dispose();
        if (crm is not null)
            await crm.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await postbag.DisposeAsync();
        await mailroom.DisposeAsync();
        fresh.Dispose();
    }
}
