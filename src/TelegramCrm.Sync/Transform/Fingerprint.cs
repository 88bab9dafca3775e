using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace TelegramCrm.Sync.Transform;

/// <summary>
/// Tells whether anything but records has changed: the SQL files, or what the program writes beside <c>raw</c> for them to read, which is where the
/// configuration and the time-zone rules show; what it notes in <c>ops</c> is no setting. Data tests count too, so that a new one looks at every row once.
/// </summary>
internal static class Fingerprint
{
    public static string Of(SqlFolder sql, BuildPlan plan, Databases databases)
    {
        var text = new StringBuilder();
        foreach (var file in sql.Models.Select(model => model.Text).Concat(sql.Tests.Select(test => test.Query)).Append(sql.ChangedTickets?.Text ?? ""))
            text.Append(file).Append('\0');
        foreach (var relation in plan.Given.Where(relation => !relation.StartsWith("raw.", StringComparison.Ordinal) && !relation.StartsWith("ops.", StringComparison.Ordinal)))
            text.Append(relation).Append(databases.Connection.ExecuteScalar<string>($"select concat(count(*), ' ', sum(hash(given_row))) from {relation} as given_row")).Append('\0');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
