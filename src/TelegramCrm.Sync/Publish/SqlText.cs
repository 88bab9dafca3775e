namespace TelegramCrm.Sync.Publish;

/// <summary>Names and texts that stand where SQL takes no parameter: identifiers, and the paths of COPY and ATTACH.</summary>
internal static class SqlText
{
    public static string Name(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
