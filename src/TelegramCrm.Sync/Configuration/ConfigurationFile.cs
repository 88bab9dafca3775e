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
        var configuration = ReadConfiguration(path, reading);
        var problems = reading.Problems.OrderBy(problem => problem.Line)
            .Select(problem => new ConfigurationProblem(path, problem.Line, problem.Path, problem.What, problem.Remedy)).ToList();
        return new(path, problems.Count == 0 ? configuration : null, problems);
    }

    /// <summary>The configuration, for those who can do nothing without it.</summary>
    /// <exception cref="InvalidConfigurationException">There are problems.</exception>
    public SyncConfiguration Require() => Configuration ?? throw new InvalidConfigurationException(Problems);

    private static SyncConfiguration? ReadConfiguration(string path, FileReading reading)
    {
        if (!File.Exists(path))
        {
            reading.Report(LocatedJson.Nowhere, "there is no such file", "write one with `tgcrm init`, or name yours with --config");
            return null;
        }
        if (JsonTree.Read(File.ReadAllBytes(path), reading) is not { } json) return null;
        var configuration = (SyncConfiguration?)Shapes.For(typeof(SyncConfiguration)).Read(json, reading);
        // Rules that tie sections together make sense only once each section does.
        if (configuration is not null && reading.Problems.Count == 0)
            foreach (var (at, what, remedy) in ConfigurationRules.Broken(configuration)) reading.Report(json.Find(at), what, remedy);
        return configuration;
    }
}
