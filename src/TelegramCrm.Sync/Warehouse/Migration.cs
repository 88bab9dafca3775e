using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace TelegramCrm.Sync.Warehouse;

/// <summary>A numbered step of the schema of <c>raw</c> and <c>ops</c>. Once released it is never edited: a change is a new file.</summary>
/// <param name="Number">From 1 on, without gaps.</param>
/// <param name="File">The file's name, as <c>0001_raw.sql</c>.</param>
/// <param name="Text">Its statements.</param>
public sealed partial record Migration(int Number, string File, string Text)
{
    /// <summary>SHA-256 of the text in lower-case hex; the kind of line ending does not count.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text.ReplaceLineEndings("\n"))));

    /// <summary>Reads the <c>NNNN_name.sql</c> files of a folder, in ascending order.</summary>
    /// <exception cref="MigrationException">A name has another shape, or the numbers do not run 1, 2, 3, …</exception>
    public static IReadOnlyList<Migration> ReadAll(string folder)
    {
        var migrations = Directory.EnumerateFiles(folder, "*.sql").Order(StringComparer.Ordinal).Select(Read).ToList();
        foreach (var (index, migration) in migrations.Index())
        {
            if (migration.Number != index + 1)
                throw new MigrationException(migration.File, $"stands where number {index + 1:0000} belongs", "number the files 0001, 0002, … without gaps or doubles");
        }
        return migrations;
    }

    private static Migration Read(string path)
    {
        var file = Path.GetFileName(path);
        return Shape().IsMatch(file)
            ? new Migration(int.Parse(file.AsSpan(0, 4), CultureInfo.InvariantCulture), file, System.IO.File.ReadAllText(path))
            : throw new MigrationException(file, "is not named like a migration", "name it NNNN_name.sql, as 0001_raw.sql");
    }

    [GeneratedRegex("^[0-9]{4}_[a-z0-9_]+[.]sql$", RegexOptions.None, 1000)]
    private static partial Regex Shape();
}
