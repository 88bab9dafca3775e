using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.Tryton;

/// <summary>Which Tryton, as whom, and what goes into it.</summary>
/// <param name="Address">The server's address with the database's name, as <c>https://erp.example.org/erp/</c>; ends in a slash.</param>
/// <param name="User">The login.</param>
/// <param name="Password">Its password.</param>
/// <param name="Company">The id of the company that projects and hours belong to.</param>
public sealed record TrytonSettings(Uri Address, string User, string Password, int Company)
{
    private static readonly string[] Known = ["url", "user", "password", "company", "employees", "entities", "allowInsecure"];

    /// <summary>The party code of the employee that an agent is, by the agent's id in the CRM.</summary>
    public IReadOnlyDictionary<string, string> Employees { get; init; } = new Dictionary<string, string>();

    /// <summary>What is written, in the order in which it is: of <c>parties</c>, <c>tasks</c>, <c>timesheet_lines</c>.</summary>
    public IReadOnlyList<string> Entities { get; init; } = TrytonConnector.Entities;

    /// <summary>Reads the settings of a <c>tryton</c> connector.</summary>
    /// <param name="settings">The object under <c>settings</c>.</param>
    /// <exception cref="ConnectorSettingsException">Something is missing, unknown or out of bounds.</exception>
    public static TrytonSettings Read(JsonObject settings)
    {
        if (settings.Select(setting => setting.Key).FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
            throw new ConnectorSettingsException(unknown, "is not a setting of tryton", $"known are {string.Join(", ", Known)}");
        return new TrytonSettings(
            ReadAddress(settings["url"]),
            Text(settings["user"]) ?? throw new ConnectorSettingsException("user", "names nobody", "write the login of a user of its own, as \"user\": \"tgcrm\""),
            Text(settings["password"]) ?? throw new ConnectorSettingsException("password", "is missing", "write \"password\": \"${ENV:TRYTON_PASSWORD}\""),
            settings["company"] is JsonValue number && number.TryGetValue(out int company) && company > 0
                ? company
                : throw new ConnectorSettingsException("company", "is not the id of a company", "write for instance \"company\": 1"))
        {
            Employees = ReadEmployees(settings["employees"]),
            Entities = ReadEntities(settings["entities"]),
        };
    }

    /// <summary>Names the address and the user, and never the password.</summary>
    public override string ToString() => $"{User} at {Address}";

    private static Uri ReadAddress(JsonNode? node)
    {
        if (!Uri.TryCreate(Text(node), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0 || address.Query.Length > 0 || address.AbsolutePath.Trim('/').Length == 0)
            throw new ConnectorSettingsException("url", "is not the address of a Tryton database", "write the server's address and the database's name, as https://erp.example.org/erp");
        return address.AbsolutePath.EndsWith('/') ? address : new Uri($"{address.AbsoluteUri}/");
    }

    private static Dictionary<string, string> ReadEmployees(JsonNode? node)
    {
        var employees = new Dictionary<string, string>();
        if (node is not (null or JsonObject))
            throw new ConnectorSettingsException("employees", "is not an object", "write the party code of each agent's employee, as {\"agent-1\": \"EMP-1\"}");
        foreach (var (agent, code) in node?.AsObject() ?? [])
            employees[agent] = Text(code) ?? throw new ConnectorSettingsException($"employees.{agent}", "is no party code", "write the code of the employee's party, as \"EMP-1\"");
        return employees;
    }

    private static IReadOnlyList<string> ReadEntities(JsonNode? node)
    {
        if (node is null)
            return TrytonConnector.Entities;
        var named = (node as JsonArray ?? []).Select(Text).ToList();
        if (named.Count == 0 || named.Exists(entity => entity is null || !TrytonConnector.Entities.Contains(entity)))
            throw new ConnectorSettingsException("entities", "lists what a Tryton does not take", $"write some of {string.Join(", ", TrytonConnector.Entities)}");
        return [.. TrytonConnector.Entities.Where(named.Contains)]; // what others refer to comes first
    }

    private static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String && node.GetValue<string>() is { Length: > 0 } text ? text : null;
}
