using System.Globalization;
using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.Redmine;

/// <summary>Which Redmine, as whom, and where our key stands there.</summary>
/// <param name="BaseUrl">Its address.</param>
/// <param name="ApiKey">The API access key of the user that writes.</param>
/// <param name="Project">The identifier of the project that issues are made in.</param>
/// <param name="Tracker">The name of the tracker that issues are made in.</param>
/// <param name="KeyField">The number of the issue custom field that holds our key.</param>
/// <param name="CustomFields">Further custom fields: the mapped field's name, and the number of the custom field.</param>
/// <param name="WritesNotes">Whether replies are written as notes, too.</param>
public sealed record RedmineSettings(
    Uri BaseUrl, string ApiKey, string Project, string Tracker, int KeyField, IReadOnlyDictionary<string, int> CustomFields, bool WritesNotes = false)
{
    /// <summary>Reads the settings of a <c>redmine</c> connector.</summary>
    /// <param name="settings">The object under <c>settings</c>.</param>
    /// <exception cref="ConnectorSettingsException">Something is missing, unknown or out of bounds.</exception>
    public static RedmineSettings Read(JsonObject settings)
    {
        var reader = new SettingsReader(settings, RedmineConnector.Type, "baseUrl", "apiKey", "project", "tracker", "keyField", "customFields", "notes");
        var custom = reader.Map("customFields", "{ \"severity\": 3 }").ToDictionary(field => field.Key, field => Number($"customFields.{field.Key}", field.Value), StringComparer.Ordinal);
        if (custom.Keys.FirstOrDefault(IssueFields.Own.Contains) is { } taken)
            throw new ConnectorSettingsException($"customFields.{taken}", "is a field of every issue", "call the mapped field otherwise");
        return new(reader.Address("baseUrl"), reader.Required("apiKey", "${ENV:REDMINE_KEY}"), reader.Required("project", "support"), reader.Required("tracker", "Support"),
            Number("keyField", reader.Required("keyField", "1")), custom, reader.Flag("notes"));
    }

    /// <summary>Says where, never with what.</summary>
    public override string ToString() => $"{BaseUrl}, project {Project}";

    private static int Number(string setting, string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
        ? number
        : throw new ConnectorSettingsException(setting, "is no custom field's number", "take it from the address of the custom field's page: /custom_fields/3/edit");
}
