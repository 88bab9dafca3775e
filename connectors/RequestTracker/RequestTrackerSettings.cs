using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.RequestTracker;

/// <summary>Which Request Tracker, as whom, and where our key stands there.</summary>
/// <param name="BaseUrl">Its address, without <c>/REST/2.0</c>.</param>
/// <param name="Token">An authentication token of the user that writes.</param>
/// <param name="Queue">The queue of a ticket whose model gives none, and the one that <c>check</c> asks about.</param>
/// <param name="KeyField">The ticket custom field that holds our key.</param>
/// <param name="CustomFields">Further custom fields: the mapped field's name, and what Request Tracker calls it.</param>
/// <param name="WritesComments">Whether replies are written as comments, too.</param>
public sealed record RequestTrackerSettings(
    Uri BaseUrl, string Token, string Queue, string KeyField, IReadOnlyDictionary<string, string> CustomFields, bool WritesComments = false)
{
    /// <summary>Reads the settings of a <c>request-tracker</c> connector.</summary>
    /// <param name="settings">The object under <c>settings</c>.</param>
    /// <exception cref="ConnectorSettingsException">Something is missing, unknown or out of bounds.</exception>
    public static RequestTrackerSettings Read(JsonObject settings)
    {
        var reader = new SettingsReader(settings, RequestTrackerConnector.Type, "baseUrl", "token", "queue", "keyField", "customFields", "comments");
        var custom = reader.Map("customFields", "{ \"severity\": \"Severity\" }");
        if (custom.Keys.FirstOrDefault(TicketFields.Own.Contains) is { } taken)
            throw new ConnectorSettingsException($"customFields.{taken}", "is a field of every ticket", "call the mapped field otherwise");
        return new(reader.Address("baseUrl"), reader.Required("token", "${ENV:RT_TOKEN}"), reader.Required("queue", "Support"), reader.Optional("keyField", "ExternalId"), custom, reader.Flag("comments"));
    }

    /// <summary>Says where, never with what.</summary>
    public override string ToString() => $"{BaseUrl}, queue {Queue}";
}
