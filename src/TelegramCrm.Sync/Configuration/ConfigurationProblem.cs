namespace TelegramCrm.Sync.Configuration;

/// <summary>One thing wrong with the configuration file. Never holds a secret.</summary>
/// <param name="File">The file as it was named.</param>
/// <param name="Line">The line of the value, from 1; 0 when the file could not be read at all.</param>
/// <param name="Path">Where in the file, such as <c>calendars.berlin.weekly.mon[1]</c>; empty for the file as a whole.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record ConfigurationProblem(string File, int Line, string Path, string What, string Remedy)
{
    /// <summary>Where, what and remedy in one line.</summary>
    public override string ToString() =>
        $"{File}{(Line > 0 ? $":{Line}" : "")}: {(Path.Length > 0 ? $"{Path}: " : "")}{What}; {Remedy}";
}
