using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dapper;
using DuckDB.NET.Data;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Benchmarks;

/// <summary>The least that anyone could do: the pages to disk with curl, then a table of each list.</summary>
internal static class CurlFloor
{
    private const string Script = "pages.curl";

    /// <summary>Finds every page's address beforehand, which a real first sync can't, and writes one curl script for all.</summary>
    public static async Task<int> ListPagesAsync(Uri address, string key, string token, int pageSize, string folder)
    {
        using var client = new CrmClient(new CrmAddress { BaseUrl = address, ApiKey = key, SecretToken = token }, TimeProvider.System);
        var script = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"header = \"X-Api-Key: {key}\"").AppendLine(CultureInfo.InvariantCulture, $"header = \"Authorization: Bearer {token}\"");
        var pages = 0;
        foreach (var stream in Streams.Listed)
        {
            for (string? cursor = ""; cursor is not null;)
            {
                var query = stream.Query.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)).Append(new("limit", $"{pageSize}")).Append(new("cursor", cursor.Length == 0 ? null : cursor)).ToList();
                var page = await client.GetPageAsync(stream.Path, query, CancellationToken.None);
                var text = string.Join('&', query.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!)}"));
                script.AppendLine(CultureInfo.InvariantCulture, $"url = \"{address}/{stream.Path}?{text}\"").AppendLine(CultureInfo.InvariantCulture, $"output = \"{folder}/{stream.Name}-{pages++:D6}.json\"");
                cursor = page.HasMore ? page.NextCursor : null;
            }
        }
        await File.WriteAllTextAsync(Path.Combine(folder, Script), script.ToString());
        return pages;
    }

    /// <summary>Fetches them with one curl, over one connection.</summary>
    public static async Task FetchAsync(string folder, CancellationToken cancellationToken)
    {
        using var curl = Process.Start("curl", ["--silent", "--show-error", "--fail", "--config", Path.Combine(folder, Script)]);
        await curl.WaitForExitAsync(cancellationToken);
        if (curl.ExitCode != 0)
            throw new InvalidOperationException($"curl ended with {curl.ExitCode}");
    }

    /// <summary>Makes a table of each list, in a file.</summary>
    /// <returns>The rows of all tables, a ticket's messages not counted.</returns>
    public static long Load(string folder)
    {
        using var database = new DuckDBConnection($"DataSource={Path.Combine(folder, "floor.duckdb")}");
        database.Open();
        return Streams.Listed.Sum(stream =>
        {
            database.Execute($"create table {stream.Name} as select unnest(data) as record from read_json('{folder}/{stream.Name}-*.json', columns = {{ data: 'JSON[]' }}, maximum_object_size = 268435456)");
            return database.ExecuteScalar<long>($"select count(*) from {stream.Name}");
        });
    }
}
