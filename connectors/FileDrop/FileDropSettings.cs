using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TelegramCrm.Connectors.FileDrop;

/// <summary>Where files are left, and of what.</summary>
/// <param name="Folder">A full path; must exist.</param>
/// <param name="Entities">The kinds of records to write; each has a model <c>sql/push/file_drop/&lt;entity&gt;.sql</c>.</param>
/// <param name="RowsPerFile">How many rows a file has at most; 1 to 1,000,000.</param>
/// <param name="EscapesFormulas">Whether text that a spreadsheet would run as a formula gets an apostrophe in front.</param>
public sealed partial record FileDropSettings(string Folder, IReadOnlyList<string> Entities, int RowsPerFile = 20_000, bool EscapesFormulas = true)
{
    private static readonly string[] Known = ["folder", "entities", "rowsPerFile", "formulas"];

    /// <summary>Reads the settings of a <c>file-drop</c> connector.</summary>
    /// <param name="settings">The object under <c>settings</c>.</param>
    /// <param name="baseFolder">What a relative <c>folder</c> is relative to.</param>
    /// <exception cref="ConnectorSettingsException">Something is missing, unknown or out of bounds.</exception>
    public static FileDropSettings Read(JsonObject settings, string baseFolder)
    {
        if (settings.Select(setting => setting.Key).FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
            throw new ConnectorSettingsException(unknown, "is not a setting of file-drop", $"known are {string.Join(", ", Known)}");
        return new FileDropSettings(ReadFolder(settings["folder"], baseFolder), ReadEntities(settings["entities"]), ReadRows(settings["rowsPerFile"]), ReadFormulas(settings["formulas"]));
    }

    private static string ReadFolder(JsonNode? node, string baseFolder) => Text(node) is { Length: > 0 } folder
        ? Path.GetFullPath(folder, baseFolder)
        : throw new ConnectorSettingsException("folder", "names no folder", "write where the files are to be left, as \"folder\": \"/srv/erp/inbox\"");

    private static List<string> ReadEntities(JsonNode? node)
    {
        if (node is not JsonArray { Count: > 0 } array)
            throw new ConnectorSettingsException("entities", "lists nothing to write", "write for instance \"entities\": [\"tickets\"]");
        var entities = new List<string>(array.Count);
        for (var index = 0; index < array.Count; index++)
        {
            if (Text(array[index]) is not { } entity || !EntityName().IsMatch(entity))
                throw new ConnectorSettingsException($"entities[{index}]", "is not the name of an entity", "write the name of a model in sql/push/file_drop without .sql: small letters, digits and _");
            if (entities.Contains(entity))
                throw new ConnectorSettingsException($"entities[{index}]", $"names {entity} a second time", "remove it");
            entities.Add(entity);
        }
        return entities;
    }

    private static int ReadRows(JsonNode? node) => node switch
    {
        null => 20_000,
        JsonValue value when value.TryGetValue(out int rows) && rows is >= 1 and <= 1_000_000 => rows,
        _ => throw new ConnectorSettingsException("rowsPerFile", "is not a whole number from 1 to 1000000", "write for instance 20000"),
    };

    private static bool ReadFormulas(JsonNode? node) => node is null || Text(node) switch
    {
        "escape" => true,
        "keep" => false,
        _ => throw new ConnectorSettingsException("formulas", "is neither \"escape\" nor \"keep\"", "write \"keep\" only if no person opens the files in a spreadsheet"),
    };

    private static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    [GeneratedRegex("^[a-z][a-z0-9_]{0,62}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex EntityName();
}
