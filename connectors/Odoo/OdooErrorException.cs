namespace TelegramCrm.Connectors.Odoo;

/// <summary>What an Odoo answers instead of a result. The call was rolled back.</summary>
/// <param name="name">The class of the error, as <c>odoo.exceptions.AccessError</c>.</param>
/// <param name="message">Its words.</param>
internal sealed class OdooErrorException(string name, string message) : Exception(OneLine(message))
{
    private const int MostLength = 300;

    /// <summary>Whether it is what was asked for, and not the server: a right, a rule, a record that others hang on.</summary>
    public bool IsRefusal => name is "odoo.exceptions.AccessError" or "odoo.exceptions.UserError" or "odoo.exceptions.ValidationError" or "odoo.exceptions.RedirectWarning";

    /// <summary>Whether the key or the user is not known.</summary>
    public bool IsOfCredentials => name is "odoo.exceptions.AccessDenied" or "werkzeug.exceptions.Unauthorized";

    /// <summary>Whether an external id is not there.</summary>
    public bool IsOfMissingKey => Message.StartsWith("External ID not found", StringComparison.Ordinal);

    /// <summary>Odoo's words in a list: they come with line breaks and groups.</summary>
    public static string OneLine(string message)
    {
        var line = string.Join(' ', message.Split((char[])['\n', '\r', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= MostLength ? line : $"{line[..MostLength]}…";
    }
}
