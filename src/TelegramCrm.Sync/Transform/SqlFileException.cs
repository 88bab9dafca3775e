namespace TelegramCrm.Sync.Transform;

/// <summary>A file of the SQL folder that cannot be used as it stands. The message says where, what and how to mend it.</summary>
/// <param name="file">The file, from the SQL folder on, as <c>sql/analytics/tickets.sql</c>.</param>
/// <param name="problem">What is wrong with it.</param>
/// <param name="remedy">What to do about it.</param>
/// <param name="inner">What the database said, if it was the database that refused.</param>
public sealed class SqlFileException(string file, string problem, string remedy, Exception? inner = null)
    : Exception($"{file}: {problem}; {remedy}", inner)
{
    /// <summary>The file, from the SQL folder on.</summary>
    public string File { get; } = file;
}
