using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.Odoo;

/// <summary>Which Odoo, as whom, and what goes into it.</summary>
/// <param name="Address">The server's address.</param>
/// <param name="Key">An API key of the user that writes.</param>
public sealed record OdooSettings(Uri Address, string Key)
{
    /// <summary>The database, where the server has several; null where it has one. Needed with <see cref="User"/>.</summary>
    public string? Database { get; init; }

    /// <summary>The login of the key's user: then the server is spoken to over <c>/jsonrpc</c>, which Odoo before 19 has. Null for the JSON-2 API of Odoo 19 and later.</summary>
    public string? User { get; init; }

    /// <summary>The first part of our external ids; no other import may use it.</summary>
    public string Namespace { get; init; } = "tgcrm";

    /// <summary>The database id of the employee that an agent is, by the agent's id in the CRM.</summary>
    public IReadOnlyDictionary<string, string> Employees { get; init; } = new Dictionary<string, string>();

    /// <summary>What is written, in the order in which it is: of <c>partners</c>, <c>tasks</c>, <c>timesheet_lines</c>.</summary>
    public IReadOnlyList<string> Entities { get; init; } = OdooConnector.Entities;

    /// <summary>Reads the settings of an <c>odoo</c> connector.</summary>
    /// <param name="settings">The object under <c>settings</c>.</param>
    /// <exception cref="ConnectorSettingsException">Something is missing, unknown or out of bounds.</exception>
    public static OdooSettings Read(JsonObject settings)
    {
        var reader = new SettingsReader(settings, OdooConnector.Type, "url", "key", "database", "user", "namespace", "employees", "entities");
        var employees = reader.Map("employees", "{ \"agent-1\": 7 }");
        if (employees.FirstOrDefault(employee => !int.TryParse(employee.Value, out var id) || id < 1).Key is { } agent)
            throw new ConnectorSettingsException($"employees.{agent}", "is not the id of an employee", "write the number that stands in the employee's address in Odoo");
        var name = reader.Optional("namespace", "tgcrm");
        if (!name.All(sign => char.IsAsciiLetterLower(sign) || char.IsAsciiDigit(sign) || sign == '_'))
            throw new ConnectorSettingsException("namespace", "has other signs than small letters, digits and _", "write for instance \"tgcrm\"");
        var (database, user) = (reader.Optional("database", ""), reader.Optional("user", ""));
        if (user.Length > 0 && database.Length == 0)
            throw new ConnectorSettingsException("database", "is missing, and /jsonrpc asks for it", "write the database's name, or leave user out where the server is an Odoo 19 or later");
        return new OdooSettings(reader.Address("url"), reader.Required("key", "${ENV:ODOO_KEY}"))
        {
            Database = database.Length > 0 ? database : null,
            User = user.Length > 0 ? user : null,
            Namespace = name,
            Employees = employees,
            Entities = ReadEntities(settings["entities"]),
        };
    }

    /// <summary>Names the address, and never the key.</summary>
    public override string ToString() => Address.ToString();

    private static IReadOnlyList<string> ReadEntities(JsonNode? node)
    {
        if (node is null)
            return OdooConnector.Entities;
        var named = (node as JsonArray ?? []).Select(entity => entity?.GetValueKind() == JsonValueKind.String ? entity.GetValue<string>() : null).ToList();
        if (named.Count == 0 || named.Exists(entity => entity is null || !OdooConnector.Entities.Contains(entity)))
            throw new ConnectorSettingsException("entities", "lists what an Odoo does not take", $"write some of {string.Join(", ", OdooConnector.Entities)}");
        return [.. OdooConnector.Entities.Where(named.Contains)]; // what others refer to comes first
    }
}
