using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Npgsql;

namespace TelegramCrm.Connectors.SqlStaging;

/// <summary>Which database, and what goes into it.</summary>
/// <param name="ConnectionString">How to reach it, as Npgsql reads it. Holds a password.</param>
/// <param name="Schema">The schema that the tables lie in; must exist.</param>
/// <param name="Entities">The kinds of records to write, a table each; each has a model <c>sql/push/sql_staging/&lt;entity&gt;.sql</c>.</param>
public sealed partial record SqlStagingSettings(string ConnectionString, string Schema, IReadOnlyList<string> Entities)
{
    private static readonly string[] Known = ["connection", "schema", "entities", "rowsPerBatch", "removed", "readersColumns", "types", "allowInsecure"];

    /// <summary>How many rows a transaction writes at most; 1 to 10,000.</summary>
    public int RowsPerBatch { get; init; } = 1000;

    /// <summary>Whether a removed record's row is deleted; else its <c>deleted_at</c> is set and the row stays.</summary>
    public bool DeletesRows { get; init; }

    /// <summary>Columns that belong to whoever reads the tables: what stands in them is never ours, and no edit.</summary>
    public IReadOnlyList<string> ReadersColumns { get; init; } = [];

    /// <summary>The type of a column that is to be made, by <c>entity.column</c>, where the values alone would not tell.</summary>
    public IReadOnlyDictionary<string, string> Types { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads the settings of a <c>sql-staging</c> connector.</summary>
    /// <param name="settings">The object under <c>settings</c>.</param>
    /// <exception cref="ConnectorSettingsException">Something is missing, unknown or out of bounds.</exception>
    public static SqlStagingSettings Read(JsonObject settings)
    {
        if (settings.Select(setting => setting.Key).FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
            throw new ConnectorSettingsException(unknown, "is not a setting of sql-staging", $"known are {string.Join(", ", Known)}");
        var allowsInsecure = settings["allowInsecure"] is JsonValue value && value.TryGetValue(out bool allows) && allows;
        return new SqlStagingSettings(ReadConnection(settings["connection"], allowsInsecure), ReadSchema(settings["schema"]), ReadEntities(settings["entities"]))
        {
            RowsPerBatch = ReadRows(settings["rowsPerBatch"]),
            DeletesRows = ReadRemoved(settings["removed"]),
            ReadersColumns = ReadNames(settings["readersColumns"], "readersColumns"),
            Types = ReadTypes(settings["types"]),
        };
    }

    /// <summary>Names the schema and the entities, and never the connection.</summary>
    public override string ToString() => $"{Schema}: {string.Join(", ", Entities)}";

    private static string ReadConnection(JsonNode? node, bool allowsInsecure)
    {
        if (Text(node) is not { Length: > 0 } written)
            throw new ConnectorSettingsException("connection", "names no database", "write for instance \"connection\": \"${ENV:ERP_STAGING}\", a connection string such as Host=erp-db;Database=erp;Username=tgcrm;Password=…;SSL Mode=VerifyFull");
        NpgsqlConnectionStringBuilder connection;
        try
        {
            connection = new NpgsqlConnectionStringBuilder(written);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException)
        {
            // The reader repeats what it could not read, and that may be the password.
            throw new ConnectorSettingsException("connection", "can't be read as a connection string of PostgreSQL", "write it as Host=…;Port=…;Database=…;Username=…;Password=…");
        }
        if (string.IsNullOrEmpty(connection.Host))
            throw new ConnectorSettingsException("connection", "names no host", "begin it with Host=…");
        var isHere = connection.Host.StartsWith('/') || connection.Host is "localhost" or "127.0.0.1" or "::1";
        if (!isHere && !allowsInsecure && connection.SslMode is SslMode.Disable or SslMode.Allow or SslMode.Prefer)
            throw new ConnectorSettingsException("connection", "may send the password and the data unencrypted to another machine", "add SSL Mode=VerifyFull, or say \"allowInsecure\": true");
        connection.MaxPoolSize = Math.Min(connection.MaxPoolSize, 4);
        connection.ApplicationName ??= "tgcrm";
        connection.Timezone ??= "UTC"; // revisions are computed over instants as text
        return connection.ConnectionString;
    }

    private static string ReadSchema(JsonNode? node) => Text(node) is { Length: > 0 } schema && Name.IsPossible(schema)
        ? schema
        : throw new ConnectorSettingsException("schema", "is not the name of a schema", "write the schema that the tables are to lie in, as \"schema\": \"support\"; it must exist");

    private static List<string> ReadEntities(JsonNode? node)
    {
        var entities = ReadNames(node, "entities");
        if (entities.Count == 0)
            throw new ConnectorSettingsException("entities", "lists nothing to write", "write for instance \"entities\": [\"tickets\"]");
        if (entities.FindIndex(entity => !EntityName().IsMatch(entity)) is >= 0 and var index)
            throw new ConnectorSettingsException($"entities[{index}]", "is not the name of an entity", "write the name of a model in sql/push/sql_staging without .sql: small letters, digits and _");
        return entities;
    }

    private static int ReadRows(JsonNode? node) => node switch
    {
        null => 1000,
        JsonValue value when value.TryGetValue(out int rows) && rows is >= 1 and <= 10_000 => rows,
        _ => throw new ConnectorSettingsException("rowsPerBatch", "is not a whole number from 1 to 10000", "write for instance 1000"),
    };

    private static bool ReadRemoved(JsonNode? node) => node is not null && Text(node) switch
    {
        "mark" => false,
        "delete" => true,
        _ => throw new ConnectorSettingsException("removed", "is neither \"mark\" nor \"delete\"", "write \"mark\" to keep the row with its deleted_at, \"delete\" to take the row away"),
    };

    private static List<string> ReadNames(JsonNode? node, string setting)
    {
        if (node is null)
            return [];
        if (node is not JsonArray array)
            throw new ConnectorSettingsException(setting, "is not a list", $"write \"{setting}\": [\"name\", …]");
        var names = new List<string>(array.Count);
        for (var index = 0; index < array.Count; index++)
        {
            if (Text(array[index]) is not { } name || !Name.IsPossible(name))
                throw new ConnectorSettingsException($"{setting}[{index}]", "is no name that PostgreSQL could give to a table or column", "write a name of 1 to 63 bytes");
            if (names.Contains(name))
                throw new ConnectorSettingsException($"{setting}[{index}]", $"names {name} a second time", "remove it");
            names.Add(name);
        }
        return names;
    }

    private static Dictionary<string, string> ReadTypes(JsonNode? node)
    {
        var types = new Dictionary<string, string>();
        if (node is null)
            return types;
        if (node is not JsonObject map)
            throw new ConnectorSettingsException("types", "is not an object", "write \"types\": {\"tickets.sla_policy\": \"text\"}");
        foreach (var (column, type) in map)
            types[column] = Text(type) is { } name && ColumnType.Known.Contains(name)
                ? name
                : throw new ConnectorSettingsException($"types.{column}", "is not a type that columns are made with", $"write one of {string.Join(", ", ColumnType.Known)}");
        return types;
    }

    private static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    [GeneratedRegex("^[a-z][a-z0-9_]{0,62}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex EntityName();
}
