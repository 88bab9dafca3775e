using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using TelegramCrm.Sandbox;
using TelegramCrm.Sync.Automation.Assignment;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.Clocks;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Tests.Automation;

/// <summary>A sandbox CRM with a small team and no tickets, a service over real stores that places tickets in it, and a clock that stands.</summary>
internal sealed class FrontDesk : IAsyncDisposable
{
    public const string Fallback = "q-general";

    private readonly string folder = Directory.CreateTempSubdirectory("tgcrm-desk-").FullName;
    private readonly TestWarehouse warehouse = new();
    private CrmClient client = null!;

    public CrmClient Client => client;

    public FakeTimeProvider Time { get; } = new(Given.At("Mon 10:00").ToDateTimeOffset());

    public SandboxServer Crm { get; private set; } = null!;

    public SandboxPeople People => Crm.People;

    public required AssignmentConfiguration Rules { get; init; }

    public TestWarehouse Warehouse => warehouse;

    public StateStore State { get; private set; } = null!;

    public AssignmentHouse House { get; private set; } = null!;

    public AssignmentPass Pass { get; private set; } = null!;

    /// <summary>What all processes together told.</summary>
    public ToldLines Told { get; } = new();

    public DecisionLedger Ledger => new(State);

    public Instant Now => Instant.FromDateTimeOffset(Time.GetUtcNow());

    public static AssignmentConfiguration By(params AssignmentRule[] rules) => new()
    {
        Rules = rules,
        Fallback = new() { Queue = Fallback, Window = Duration.FromMinutes(15) },
        RequestPatience = Duration.Zero, // one try a request: the clock stands, so nobody could wait for another
    };

    /// <summary>Whoever is free, the least loaded first.</summary>
    public static AssignmentRule Anybody { get; } = new() { Name = "anybody", To = new() { Roles = ["agent", "senior", "supervisor"] } };

    public static async Task<FrontDesk> OpenAsync(AssignmentConfiguration rules, SandboxRateLimits? limits = null, params (string Id, string Role, int? Most)[] agents)
    {
        var desk = new FrontDesk { Rules = rules };
        await desk.StartAsync(limits ?? new(), agents.Length > 0 ? agents : [("ag-1", "agent", 2), ("ag-2", "agent", 2), ("ag-3", "senior", 2)]);
        return desk;
    }

    public static Task<FrontDesk> OpenAsync(params AssignmentRule[] rules) => OpenAsync(By(rules));

    /// <summary>A look at waiting tickets, as the service has it.</summary>
    public Task<AssignmentOutcome> LookAsync(CancellationToken cancellationToken = default) => Pass.RunAsync(cancellationToken);

    /// <summary>A look after some time.</summary>
    public Task<AssignmentOutcome> LookAfterAsync(int minutes)
    {
        Time.Advance(TimeSpan.FromMinutes(minutes));
        return LookAsync();
    }

    /// <summary>A new process: it knows nothing but what stands in the stores.</summary>
    public void Restart()
    {
        Pass?.Dispose();
        client?.Dispose();
        if (client is not null)
            warehouse.Reopen();
        State = StateStore.Open(new SqliteState(warehouse.Folder.StateFile));
        client = new CrmClient(new CrmAddress { BaseUrl = Crm.BaseAddress, ApiKey = Crm.ApiKey, SecretToken = Crm.SecretToken }, Time);
        House = new AssignmentHouse(Rules, [Given.Office()], warehouse.File, State, client, TestWarehouse.SqlFolder, Time, Told);
        Pass = House.OpenPass();
    }

    /// <summary>The CRM answers every request with an error from now on, or no longer.</summary>
    public void SetAway(bool isAway)
    {
        Crm.Faults = SandboxFaults.None with { ServerErrors = isAway ? 1 : 0 };
        if (!isAway)
            Time.Advance(TimeSpan.FromSeconds(30)); // the client looks only now and then whether it is back
    }

    /// <summary>A sync's first step.</summary>
    public async Task SyncAsync()
    {
        using var run = await Run.BeginAsync(warehouse.File, "test", Time, CancellationToken.None);
        var outcomes = await new Extraction(warehouse.File, client, new ExtractLimits(), Time).RunAsync(run, [Streams.Queues, Streams.Agents, Streams.Tickets, Streams.TicketEvents], CancellationToken.None);
        await run.EndAsync(RunStatus.Done, null);
        Assert.All(outcomes, outcome => Assert.Null(outcome.Error));
    }

    /// <summary>Where a ticket stands in the CRM: its agent and its queue.</summary>
    public (string? Agent, string? Queue) PlaceOf(string ticketId) => (TextOf(ticketId, "assigned_agent_id"), TextOf(ticketId, "queue_id"));

    public string? TextOf(string ticketId, string field) => (string?)Truth("tickets").Single(ticket => (string)ticket["id"]! == ticketId)[field];

    /// <summary>What the CRM really holds.</summary>
    public IEnumerable<JsonObject> Truth(string stream) => Crm.Truth.Records(stream).Select(record => JsonNode.Parse(record)!.AsObject());

    /// <summary>Who changed a ticket's agent or queue, in order: <c>person</c> or <c>service</c>, and to what.</summary>
    public IReadOnlyList<string> PlacementsOf(string ticketId) => [.. Truth("ticket_events")
        .Where(happened => (string)happened["ticket_id"]! == ticketId && (string)happened["type"]! is "assigned" or "queue_changed" && (string)happened["ticket_id"]! == ticketId)
        .OrderBy(happened => (string)happened["occurred_at"]!, StringComparer.Ordinal).ThenBy(happened => (string)happened["id"]!, StringComparer.Ordinal)
        .Select(happened => $"{((string?)happened["actor"]!["id"] == "api" ? "service" : "person")} {(string?)happened["to"] ?? "nobody"}")];

    private async Task StartAsync(SandboxRateLimits limits, IEnumerable<(string Id, string Role, int? Most)> agents)
    {
        var at = Time.GetUtcNow().AddDays(-1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        await File.WriteAllLinesAsync(Path.Combine(folder, "agents.ndjson"), agents.Select(agent => new JsonObject
        {
            ["id"] = agent.Id,
            ["name"] = agent.Id,
            ["role"] = agent.Role,
            ["availability"] = "available",
            ["skills"] = new JsonArray("de", "billing"),
            ["queue_ids"] = new JsonArray("q-billing"),
            ["max_open_tickets"] = agent.Most,
            ["updated_at"] = at,
        }.ToJsonString()));
        await File.WriteAllLinesAsync(Path.Combine(folder, "queues.ndjson"), ((string[])[Fallback, "q-billing", "q-inbox"]).Select(id =>
            new JsonObject { ["id"] = id, ["name"] = id, ["is_default"] = id == "q-inbox", ["updated_at"] = at }.ToJsonString()));
        Crm = await SandboxServer.StartAsync(new SandboxOptions { DataFolder = folder, TimeProvider = Time, DeliversWebhooksByItself = false, RateLimits = limits }, CancellationToken.None);
        Restart();
        await SyncAsync();
        Assert.Null((await LookAsync()).Hindrance); // from now on tickets are watched
    }

    public async ValueTask DisposeAsync()
    {
        Pass.Dispose();
        client.Dispose();
        await Crm.DisposeAsync();
        warehouse.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>Lines of level warning and above, of all loggers.</summary>
internal sealed class ToldLines : ILoggerFactory, ILogger
{
    public List<string> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (Lines)
            Lines.Add(formatter(state, exception));
    }

    public void Dispose()
    {
    }
}
