using System.Text;

namespace TelegramCrm.Connectors.SqlStaging;

/// <summary>Names of schemas, tables and columns, as they are written into SQL.</summary>
internal static class Name
{
    private const int MostBytes = 63;

    /// <summary>In quotes, so that nothing in it is read as SQL.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Whether PostgreSQL can keep it as it is: a longer one it would cut in silence.</summary>
    public static bool IsPossible(string name) => name.Length > 0 && !name.Contains('\0', StringComparison.Ordinal) && Encoding.UTF8.GetByteCount(name) <= MostBytes;
}
