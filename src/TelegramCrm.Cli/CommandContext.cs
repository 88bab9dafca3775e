using System.CommandLine;
using Microsoft.Extensions.Logging;
using TelegramCrm.Cli.Commands;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Cli;

/// <summary>What a running command shares with every other: configuration, output, log and clock.</summary>
internal sealed class CommandContext : IDisposable
{
    private readonly ParseResult line;
    private readonly string? configurationFile;
    private readonly Lazy<SyncConfiguration> configuration;
    private readonly Lazy<ILoggerFactory> logs;

    /// <summary>Makes what is shared; the configuration is read when it is first asked for.</summary>
    /// <param name="shell">Where the command was started.</param>
    /// <param name="line">The command line.</param>
    /// <param name="configurationFile">Another configuration than the command line names; null for that one.</param>
    public CommandContext(Shell shell, ParseResult line, string? configurationFile = null)
    {
        this.line = line;
        this.configurationFile = configurationFile;
        Shell = shell;
        Output = new Output(shell, line);
        configuration = new(() => WithOptions(LoadConfiguration().Require()));
        logs = new(() => LoggerFactory.Create(logging => logging
            .AddProvider(new LineLoggerProvider(shell.Error, shell.Time))
            .AddFilter((category, level) => level >= LeastLevel(category))));
    }

    /// <summary>Where the command was started.</summary>
    public Shell Shell { get; }

    /// <summary>Where its results go.</summary>
    public Output Output { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time => Shell.Time;

    /// <summary>Makes loggers; they write to stderr.</summary>
    public ILoggerFactory Logs => logs.Value;

    /// <summary>The configuration, with what the command line puts in its place.</summary>
    /// <exception cref="InvalidConfigurationException">It can't be used.</exception>
    public SyncConfiguration Configuration => configuration.Value;

    /// <summary>The full path of the configuration, whether it exists or not.</summary>
    public string ConfigurationPath => FullPath(configurationFile ?? line.GetRequiredValue(CommonOptions.Config));

    /// <summary>The same command on another configuration.</summary>
    /// <param name="file">Its full path.</param>
    public CommandContext With(string file) => new(Shell, line, file);

    /// <summary>Reads the configuration and says all that is wrong with it.</summary>
    public ConfigurationFile LoadConfiguration()
    {
        var file = ConfigurationFile.Load(ConfigurationPath, Shell.Environment);
        return file with { Path = PathAsTyped, Problems = AsTyped(file.Problems) };
    }

    /// <summary>Reads what the configuration says of calendars, and nothing else: it needs no secrets.</summary>
    /// <exception cref="InvalidConfigurationException">The calendars can't be used.</exception>
    public CalendarSections LoadCalendars()
    {
        try
        {
            return CalendarSections.Load(ConfigurationPath);
        }
        catch (InvalidConfigurationException invalid)
        {
            throw new InvalidConfigurationException(AsTyped(invalid.Problems));
        }
    }

    /// <summary>The words this command was called with.</summary>
    public IReadOnlyList<string> Arguments => [.. line.Tokens.Select(token => token.Value)];

    /// <summary>The data folder that the command line names, or else the configuration: an analyst who names it needs no secrets.</summary>
    public DataFolder Folder => new(line.GetValue(CommonOptions.Data) is { } named ? FullPath(named) : Configuration.Data.Folder);

    /// <summary>Takes the data folder for this process.</summary>
    /// <param name="command">What it is taken for.</param>
    /// <param name="control">Where this process takes commands, and with which token; null when it takes none.</param>
    /// <exception cref="FolderOwnedException">Another process has it.</exception>
    public Installation OpenInstallation(string command, (Uri Address, string Token)? control = null) => Installation.Open(
        Configuration, ConnectorTypes.Make(Configuration.Connectors, Time), Folder,
        new Owner(System.Environment.ProcessId, command, Time.GetUtcNow(), control?.Address, control?.Token), Time, Logs);

    /// <summary>The full path that a path on the command line means.</summary>
    public string FullPath(string path) => Path.GetFullPath(path, Shell.Folder);

    /// <summary>Writes out what is still to be logged.</summary>
    public void Dispose()
    {
        if (logs.IsValueCreated) logs.Value.Dispose();
    }

    private string PathAsTyped => configurationFile ?? line.GetRequiredValue(CommonOptions.Config);

    private List<ConfigurationProblem> AsTyped(IEnumerable<ConfigurationProblem> problems) => [.. problems.Select(problem => problem with { File = PathAsTyped })];

    private SyncConfiguration WithOptions(SyncConfiguration written) =>
        line.GetValue(CommonOptions.Data) is { } data ? written with { Data = new() { Folder = FullPath(data) } } : written;

    private LogLevel LeastLevel(string? category)
    {
        if (line.GetValue(CommonOptions.Verbose)) return LogLevel.Debug;
        if (line.GetValue(CommonOptions.Quiet)) return LogLevel.Error;
        var configured = configuration.IsValueCreated ? Level(configuration.Value.Log.Level) : LogLevel.Information;
        // A command says what it did in its results; only the service has nothing but its log.
        if (line.CommandResult.Command is not ServeCommand && configured < LogLevel.Warning) configured = LogLevel.Warning;
        // Kestrel and Quartz tell at length how they start; a person wants to know only when they fail.
        var isOurs = category?.StartsWith("TelegramCrm", StringComparison.Ordinal) ?? false;
        return isOurs || configured > LogLevel.Warning ? configured : LogLevel.Warning;
    }

    private static LogLevel Level(LogDetail detail) => detail switch
    {
        LogDetail.Debug => LogLevel.Debug,
        LogDetail.Information => LogLevel.Information,
        LogDetail.Warning => LogLevel.Warning,
        _ => LogLevel.Error,
    };
}
