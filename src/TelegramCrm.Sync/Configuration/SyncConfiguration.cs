namespace TelegramCrm.Sync.Configuration;

/// <summary>What <c>sync.config.json</c> says, checked: the program can rely on every value.</summary>
/// <remarks>
/// These records are the only list of keys there is. A property is a key, <c>required</c> makes it one that must be given, its initial value is the default,
/// its type says what may be written, and its summary stands in the JSON Schema.
/// </remarks>
public sealed record SyncConfiguration
{
    /// <summary>The CRM to read from, and how.</summary>
    public required SourceConfiguration Source { get; init; }

    /// <summary>Where the warehouse and the state live.</summary>
    public DataConfiguration Data { get; init; } = new();

    /// <summary>Where what must survive a crash is remembered.</summary>
    public StateConfiguration State { get; init; } = new();

    /// <summary>When teams work, by name. A calendar is one version of hours, or a list of dated versions.</summary>
    public IReadOnlyList<CalendarConfiguration> Calendars { get; init; } = [];

    /// <summary>The calendar of a ticket that no calendar rule matches. Must be given when there are calendars; without any, working times are NULL.</summary>
    public string? DefaultCalendar { get; init; }

    /// <summary>Which calendar holds for a ticket: the first rule that matches.</summary>
    public IReadOnlyList<CalendarRule> CalendarRules { get; init; } = [];

    /// <summary>How the clocks are read where there is more than one sound way.</summary>
    public ClockConfiguration Clocks { get; init; } = new();

    /// <summary>What is promised to customers. The first policy that matches a ticket holds; a ticket that none matches has no targets.</summary>
    public IReadOnlyList<SlaPolicy> SlaPolicies { get; init; } = [];

    /// <summary>What the service tells of promises that come near or are broken.</summary>
    public AlertConfiguration Alerts { get; init; } = new();

    /// <summary>What is done in the CRM by itself; without this section nothing is ever changed there.</summary>
    public AutomationConfiguration? Automation { get; init; }

    /// <summary>The inbox for the CRM's webhooks; without this section there is none, and polling alone brings changes.</summary>
    public WebhookConfiguration? Webhooks { get; init; }

    /// <summary>When the service does what.</summary>
    public ScheduleConfiguration Schedules { get; init; } = new();

    /// <summary>The published Parquet and read-only DuckDB.</summary>
    public PublishConfiguration Publish { get; init; } = new();

    /// <summary>The HTML reports.</summary>
    public ReportConfiguration Reports { get; init; } = new();

    /// <summary>The live dashboard of the service.</summary>
    public DashboardConfiguration Dashboard { get; init; } = new();

    /// <summary>The systems that results are pushed to.</summary>
    public IReadOnlyList<ConnectorConfiguration> Connectors { get; init; } = [];

    /// <summary>The log, which always goes to stderr.</summary>
    public LogConfiguration Log { get; init; } = new();
}
