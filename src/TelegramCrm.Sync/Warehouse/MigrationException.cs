namespace TelegramCrm.Sync.Warehouse;

/// <summary>The warehouse file and the program's migrations do not fit together. The message says where, what and how to go on.</summary>
/// <param name="file">The migration's file name, as <c>0002_ops.sql</c>.</param>
/// <param name="problem">What does not fit.</param>
/// <param name="remedy">What to do about it.</param>
/// <param name="inner">What the database said, if it was the database that refused.</param>
public sealed class MigrationException(string file, string problem, string remedy, Exception? inner = null)
    : Exception($"sql/schema/{file}: {problem}; {remedy}", inner);
