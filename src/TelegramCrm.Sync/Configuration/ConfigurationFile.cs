using NodaTime;
using TelegramCrm.Sync.Configuration.Reading;

namespace TelegramCrm.Sync.Configuration;

/// <summary>A configuration file that was read: a configuration that can be relied on, or all that is wrong with it.</summary>
/// <param name="Path">The file as it was named.</param>
/// <param name="Configuration">Null if and only if there are problems.</param>
/// <param name="Problems">Everything that is wrong, in the order of the file.</param>
public sealed record ConfigurationFile(string Path, SyncConfiguration? Configuration, IReadOnlyList<ConfigurationProblem> Problems)
{
    /// <summary>Reads and checks a file. Comments and trailing commas are allowed in it.</summary>
    /// <param name="path">The file. Relative paths in it are relative to its folder.</param>
    /// <param name="environment">Looks an environment variable up; null when it is not set.</param>
    public static ConfigurationFile Load(string path, Func<string, string?> environment)
    {
        var reading = new FileReading(System.IO.Path.GetFullPath(path), environment);
        var json = ReadTree(path, reading);
        var configuration = json is null ? null : ReadConfiguration(json, reading);
        var problems = reading.ProblemsOf(path);
        return new(path, problems.Count == 0 ? configuration : null, problems) { Json = json };
    }

    /// <summary>The configuration, for those who can do nothing without it.</summary>
    /// <exception cref="InvalidConfigurationException">There are problems.</exception>
    public SyncConfiguration Require() => Configuration ?? throw new InvalidConfigurationException(Problems);

    /// <summary>What of calendars and rules is valid but hardly meant: each with its place and remedy.</summary>
    /// <param name="now">Tells the past from the future.</param>
    /// <returns>In the order of the file; empty when the configuration can't be used anyhow.</returns>
    public IReadOnlyList<ConfigurationProblem> Suspicions(Instant now) => Configuration is null ? [] :
        [.. CalendarSuspicions.Of(Configuration, now).Concat(AssignmentSuspicions.Of(Configuration))
            .Select(suspicion => new ConfigurationProblem(Path, Json!.Find(suspicion.Path).Line, suspicion.Path, suspicion.What, suspicion.Remedy))
            .OrderBy(suspicion => suspicion.Line)];

    /// <summary>The file as JSON, or null when it is none, which is then reported.</summary>
    internal static LocatedJson? ReadTree(string path, FileReading reading)
    {
        if (File.Exists(path)) return JsonTree.Read(File.ReadAllBytes(path), reading);
        reading.Report(LocatedJson.Nowhere, "there is no such file", "write one with `tgcrm init`, or name yours with --config");
        return null;
    }

    private LocatedJson? Json { get; init; }

    private static SyncConfiguration? ReadConfiguration(LocatedJson json, FileReading reading)
    {
        var configuration = (SyncConfiguration?)Shapes.For(typeof(SyncConfiguration)).Read(json, reading);
        // Rules that tie sections together make sense only once each section does.
        if (configuration is not null && reading.Problems.Count == 0)
            foreach (var (at, what, remedy) in ConfigurationRules.Broken(configuration)) reading.Report(json.Find(at), what, remedy);
        return configuration;
    }
}
