namespace TelegramCrm.Cli;

/// <summary>Text that can't steer a terminal: customers write subjects, and a subject may hold escape sequences.</summary>
internal static class PlainText
{
    /// <summary>The text with every control character replaced by a blank, line breaks and tabs included.</summary>
    public static string Of(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)) : text;
}
