using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;

namespace TelegramCrm.Connectors.Tests.FileDrop;

/// <summary>A folder with a consumer: it waits for manifests, checks sums, takes files in by age, and reads CSV with DuckDB, not with our code.</summary>
internal sealed class DropFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("drop-").FullName;

    public IReadOnlyList<string> Files => [.. Directory.EnumerateFiles(Path).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal)!];

    public string Read(string file) => File.ReadAllText(System.IO.Path.Combine(Path, file));

    /// <summary>The values of a column of tickets under a key, as the newest file that has the key gives them.</summary>
    public IReadOnlyList<string> TakeIn(string key, string column)
    {
        IReadOnlyList<string> held = [];
        foreach (var manifest in Directory.EnumerateFiles(Path, "tickets-*.manifest.json").Select(Parse).OrderBy(manifest => manifest.GetProperty("created").GetDateTimeOffset()))
        {
            var csv = System.IO.Path.Combine(Path, manifest.GetProperty("file").GetString()!);
            Assert.Equal(manifest.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(csv))));
            if (Query(csv, key, column) is { Count: > 0 } newer)
                held = newer;
        }
        return held;
    }

    public void Plant(string name, string csv)
    {
        var bytes = Encoding.UTF8.GetBytes(csv);
        File.WriteAllBytes(System.IO.Path.Combine(Path, $"{name}.csv"), bytes);
        File.WriteAllText(System.IO.Path.Combine(Path, $"{name}.manifest.json"), JsonSerializer.Serialize(new
        {
            file = $"{name}.csv",
            entity = "tickets",
            batch = "planted-0001",
            created = "2026-03-14T00:00:00Z",
            rows = 2,
            columns = (string[])["external_key", "subject"],
            bytes = bytes.Length,
            sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
        }));
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static JsonElement Parse(string manifest) => JsonElement.Parse(File.ReadAllText(manifest));

    private static List<string> Query(string csv, string key, string column)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"select \"{column}\" from read_csv('{csv}', header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"', new_line = '\\r\\n', max_line_size = 10000000) where external_key = $key";
        command.Parameters.Add(new DuckDBParameter("key", key));
        using var reader = command.ExecuteReader();
        var values = new List<string>();
        while (reader.Read())
            values.Add(reader.GetString(0));
        return values;
    }
}
