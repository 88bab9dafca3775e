namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>One reading of a configuration file: what it may look things up in, and the problems found on the way.</summary>
/// <param name="file">The file's full path.</param>
/// <param name="environment">Looks an environment variable up.</param>
internal sealed class FileReading(string file, Func<string, string?> environment)
{
    private readonly List<(int Line, string Path, string What, string Remedy)> problems = [];

    /// <summary>What relative paths are relative to.</summary>
    public string Folder { get; } = System.IO.Path.GetDirectoryName(file)!;

    /// <summary>What was reported so far.</summary>
    public IReadOnlyList<(int Line, string Path, string What, string Remedy)> Problems => problems;

    /// <summary>The same in the order of the file.</summary>
    /// <param name="named">The file as it was named.</param>
    public IReadOnlyList<ConfigurationProblem> ProblemsOf(string named) =>
        [.. problems.OrderBy(problem => problem.Line).Select(problem => new ConfigurationProblem(named, problem.Line, problem.Path, problem.What, problem.Remedy))];

    /// <summary>Looks an environment variable up; null when it is not set.</summary>
    public string? Environment(string name) => environment(name);

    /// <summary>The full path that a path in the file means.</summary>
    public string FullPath(string path) => System.IO.Path.GetFullPath(path, Folder);

    /// <summary>Notes a problem.</summary>
    public void Report(LocatedJson at, string what, string remedy) => problems.Add((at.Line, at.Path, what, remedy));
}
