using Microsoft.Extensions.Logging;
using NodaTime;
using TelegramCrm.Connectors;
using TelegramCrm.Sync.Automation.Assignment;
using TelegramCrm.Sync.Automation.Suggestions;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Inbox;
using TelegramCrm.Sync.Inbox.Subscribing;
using TelegramCrm.Sync.Propagation;
using TelegramCrm.Sync.Propagation.Sources;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Transform;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync;

/// <summary>One installation, opened by the process that owns it: its configuration, its two stores, its CRM and its SQL.</summary>
public sealed class Installation : IDisposable
{
    private readonly FolderLock folderLock;

    private Installation(SyncConfiguration configuration, IReadOnlyList<PushTarget> targets, DataFolder folder, FolderLock folderLock, TimeProvider time, ILoggerFactory logs)
    {
        this.folderLock = folderLock;
        Configuration = configuration;
        Targets = targets;
        Folder = folder;
        Time = time;
        Logs = logs;
        Sql = SqlFolder.Load(SqlPath);
        Warehouse = WarehouseFile.Open(folder);
        State = StateStore.Open(configuration.State.Postgres is { } shared ? new PostgresState(shared.Reveal()) : new SqliteState(folder.StateFile));
        Client = new CrmClient(AddressOf(configuration.Source), time, logs.CreateLogger<CrmClient>());
        Inbox = new InboxStore(State);
        Subscriber = new Subscriber(new WebhookRegistry(Client), new OwnSubscription(State, configuration.Source.BaseUrl), time, logs.CreateLogger<Subscriber>());
        InboxDrain = new InboxDrain(Inbox, Warehouse, new InboxLimits(), time);
        using var connection = Warehouse.Connect();
        new Migrations(Migration.ReadAll(Path.Combine(SqlPath, "schema"))).Apply(connection, Instant.FromDateTimeOffset(time.GetUtcNow()));
        if (configuration.Automation?.Assignment is { } rules)
            Assignment = new AssignmentHouse(rules, configuration.Calendars, Warehouse, State, Client, SqlPath, time, logs);
        if (configuration.Automation?.Suggestions is { } suggestions && targets.FirstOrDefault(target => target.Name == suggestions.KnowledgeBase) is { Connector: IKnowledgeBase articles } target)
            Suggestions = new SuggestionHouse(suggestions, articles, target.Redact, Warehouse, State, Client, SqlPath, time, logs);
        if (configuration.Automation?.Templates is { } templates)
            Templates = new TemplatePropagation(templates, () => ResponseSources.Of(templates, targets, time), Client, State, SqlPath, time, logs);
    }

    /// <summary>What the user wants.</summary>
    public SyncConfiguration Configuration { get; }

    /// <summary>The systems that results are pushed to.</summary>
    public IReadOnlyList<PushTarget> Targets { get; }

    /// <summary>Where everything lies.</summary>
    public DataFolder Folder { get; }

    /// <summary>The working warehouse, migrated.</summary>
    public WarehouseFile Warehouse { get; }

    /// <summary>Inbox, ledger and leases.</summary>
    public StateStore State { get; }

    /// <summary>Deliveries that wait to be applied.</summary>
    public InboxStore Inbox { get; }

    /// <summary>Applies them.</summary>
    public InboxDrain InboxDrain { get; }

    /// <summary>Looks after our subscription at the CRM.</summary>
    public Subscriber Subscriber { get; }

    /// <summary>Held by the one run that is under way; a second one waits for it.</summary>
    public SemaphoreSlim RunTurn { get; } = new(1, 1);

    /// <summary>Held while figures are computed, published, reported or pushed: meanwhile they stand for one moment.</summary>
    public SemaphoreSlim FiguresTurn { get; } = new(1, 1);

    /// <summary>Who gets which tickets; null when the configuration has no such section.</summary>
    public AssignmentHouse? Assignment { get; }

    /// <summary>Brings approved responses into the CRM; null when the configuration has no such section.</summary>
    public TemplatePropagation? Templates { get; }

    /// <summary>Attaches articles to new tickets; null when the configuration has no such section, or names a connector that holds no articles.</summary>
    public SuggestionHouse? Suggestions { get; }

    /// <summary>The CRM.</summary>
    public CrmClient Client { get; }

    /// <summary>The models and data tests.</summary>
    public SqlFolder Sql { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Makes loggers.</summary>
    public ILoggerFactory Logs { get; }

    /// <summary>How the configuration says that streams are read.</summary>
    public ExtractLimits Limits => new()
    {
        PageSize = Configuration.Source.PageSize,
        Lookback = Configuration.Source.Lookback,
        Settle = Configuration.Source.Settle,
    };

    /// <summary>Where the program's SQL lies: beside it.</summary>
    public static string SqlPath => Path.Combine(AppContext.BaseDirectory, "sql");

    /// <summary>Takes the data folder and opens everything in it.</summary>
    /// <param name="configuration">What the user wants.</param>
    /// <param name="targets">The systems that results are pushed to.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="owner">Who takes it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logs">Makes loggers.</param>
    /// <exception cref="FolderOwnedException">Another process has it.</exception>
    public static Installation Open(
        SyncConfiguration configuration, IReadOnlyList<PushTarget> targets, DataFolder folder, Owner owner, TimeProvider time, ILoggerFactory logs)
    {
        var taken = FolderLock.Take(folder, owner);
        try
        {
            return new Installation(configuration, targets, folder, taken, time, logs);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>The CRM's address as the client takes it.</summary>
    /// <param name="source">The section of the configuration.</param>
    public static CrmAddress AddressOf(SourceConfiguration source) => new()
    {
        BaseUrl = source.BaseUrl,
        ApiKey = source.ApiKey.Reveal(),
        SecretToken = source.SecretToken.Reveal(),
        TryTimeout = source.RequestTimeout,
        TotalTimeout = source.TotalTimeout,
        ParallelRequests = source.ParallelRequests,
    };

    /// <summary>Closes the stores and gives the folder back.</summary>
    public void Dispose()
    {
        Templates?.Dispose();
        Suggestions?.Dispose();
        Client.Dispose();
        RunTurn.Dispose();
        FiguresTurn.Dispose();
        InboxDrain.Dispose();
        Subscriber.Dispose();
        Warehouse.Dispose();
        folderLock.Dispose();
    }
}
