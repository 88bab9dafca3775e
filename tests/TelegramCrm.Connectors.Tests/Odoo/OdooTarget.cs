using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Npgsql;
using TelegramCrm.Connectors.Odoo;
using TelegramCrm.Connectors.Tests.Systems;
using TelegramCrm.Sync.Tests.State;

namespace TelegramCrm.Connectors.Tests.Odoo;

/// <summary>An Odoo and its administrator: a double, or with TGCRM_ODOO=real the real one that Systems/odoo.sh starts. The tests are the same. All share it, each under keys of its own.</summary>
internal sealed class OdooTarget
{
    private static readonly HttpClient Http = new();
    private static readonly Lazy<OdooTarget> Running = new(() => Environment.GetEnvironmentVariable("TGCRM_ODOO") == "real" ? StartReal() : StartDouble());
    private static int corners;

    public static OdooTarget Instance => Running.Value;

    public required Uri Address { get; init; }

    public required string Database { get; init; }

    public required string SyncKey { get; init; }

    public required string ReaderKey { get; init; }

    public required string AdminKey { get; init; }

    public required string[] Employees { get; init; }

    public required int Project { get; init; }

    /// <summary>The first letters of keys that no other test has.</summary>
    public static string NextPrefix() => $"k{Interlocked.Increment(ref corners)}-";

    /// <summary>Settings in which agents ann and bob are the two employees.</summary>
    public OdooSettings Settings(params string[] entities) => new(Address, SyncKey)
    {
        Entities = entities is [] ? OdooConnector.Entities : entities,
        Employees = new Dictionary<string, string> { ["ann"] = Employees[0], ["bob"] = Employees[1] },
    };

    /// <summary>Calls a method as the administrator.</summary>
    public JsonElement Call(string model, string method, object arguments)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, $"json/2/{model}/{method}")) { Content = new StringContent(JsonSerializer.Serialize(arguments), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("bearer", AdminKey);
        using var answer = Http.Send(request);
        using var reader = new StreamReader(answer.Content.ReadAsStream());
        var text = reader.ReadToEnd();
        return answer.IsSuccessStatusCode ? JsonElement.Parse(text) : throw new InvalidOperationException($"{model}.{method}: {(int)answer.StatusCode} {text}");
    }

    /// <summary>The records of ours under a key, as people see them: without archived ones.</summary>
    public IReadOnlyList<JsonElement> Find(string model, string entity, string key, params string[] fields)
    {
        var ids = Search("ir.model.data", [Is("module", "tgcrm"), Is("name", $"{entity}_{Uri.EscapeDataString(key)}")], "res_id").Select(found => found.GetProperty("res_id").GetInt32()).ToArray();
        return Search(model, [Is("id", ids, "in")], fields);
    }

    /// <summary>A condition of a domain.</summary>
    public static object[] Is(string field, object value, string relation = "=") => [field, relation, value];

    public IReadOnlyList<JsonElement> Search(string model, object[][] domain, params string[] fields) => [.. Call(model, "search_read", new { domain, fields }).EnumerateArray()];

    public void Write(string model, int id, object vals) => Call(model, "write", new { ids = new[] { id }, vals });

    public void Delete(string model, int id) => Call(model, "unlink", new { ids = new[] { id } });

    private static OdooTarget StartDouble()
    {
        var odoo = OdooDouble.StartAsync().GetAwaiter().GetResult();
        return new()
        {
            Address = odoo.Address,
            Database = OdooDouble.Database,
            SyncKey = OdooDouble.SyncKey,
            ReaderKey = OdooDouble.ReaderKey,
            AdminKey = OdooDouble.AdminKey,
            Employees = [.. OdooDouble.Employees.Select(id => $"{id}")],
            Project = OdooDouble.Project,
        };
    }

    private static OdooTarget StartReal()
    {
        var database = new NpgsqlConnectionStringBuilder(PostgresServer.NewDatabase());
        var odoo = RealSystem.Start("odoo", new Dictionary<string, string> { ["PG_PORT"] = $"{database.Port}", ["PG_USER"] = database.Username!, ["PG_PASSWORD"] = database.Password!, ["PG_DATABASE"] = database.Database! });
        return new()
        {
            Address = new Uri(odoo["BASE_URL"]),
            Database = odoo["DATABASE"],
            SyncKey = odoo["SYNC_KEY"],
            ReaderKey = odoo["READER_KEY"],
            AdminKey = odoo["ADMIN_KEY"],
            Employees = odoo["EMPLOYEE_IDS"].Split(','),
            Project = int.Parse(odoo["PROJECT_ID"], null),
        };
    }
}
