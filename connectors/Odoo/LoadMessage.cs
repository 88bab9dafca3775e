using System.Text.Json;

namespace TelegramCrm.Connectors.Odoo;

/// <summary>What a load that took nothing says: 200 all the same.</summary>
/// <param name="Row">Of which row.</param>
/// <param name="Field">Of which of Odoo's fields; null when it is the row, and then perhaps another row's fault.</param>
/// <param name="Text">Odoo's words.</param>
internal sealed record LoadMessage(int Row, string? Field, string Text)
{
    public const string Remedy = "change the record in Odoo or in the CRM, the rights of the key's user, or the model in sql/push/odoo";

    /// <summary>The errors of a load.</summary>
    /// <exception cref="OdooErrorException">Others wrote the same records at the same time: to be tried again.</exception>
    public static IReadOnlyList<LoadMessage> Read(JsonElement answer)
    {
        var errors = answer.GetProperty("messages").EnumerateArray().Where(message => message.GetProperty("type").GetString() == "error").ToList();
        var messages = errors.ConvertAll(message => new LoadMessage(
            message.TryGetProperty("record", out var row) ? row.GetInt32() : 0,
            message.TryGetProperty("field", out var field) ? field.GetString() : null,
            OdooErrorException.OneLine(message.GetProperty("message").GetString()!)));
        return messages.Find(message => message.Text.Contains("could not serialize", StringComparison.Ordinal)) is { } clash
            ? throw new OdooErrorException("psycopg2.errors.SerializationFailure", clash.Text)
            : messages;
    }
}
