using System.Globalization;
using System.Text;

namespace TelegramCrm.Connectors.MediaWiki;

/// <summary>
/// Text of strangers as wikitext that shows exactly that text: whatever could begin a template, a link, a tag, a signature or a table becomes a character
/// reference, which MediaWiki never reads as markup.
/// </summary>
internal static class WikiText
{
    // Of ASCII only what is known to be harmless within a line stays as it is.
    private const string Harmless = " ,.()-+%?";

    // With these words in front of a number some wikis make links by themselves.
    private static readonly string[] MagicWords = ["RFC", "PMID", "ISBN"];

    // What can't stand in a title, or not as itself: _ is a blank there, and %20 one, too.
    private const string NotInTitles = "#<>[]{}|_%";

    /// <summary>A key as a title: what can't stand there becomes its full-width form, which looks much the same and lets no two keys meet.</summary>
    public static string ToTitle(string key) => new([.. key.Select(letter => NotInTitles.Contains(letter) ? (char)(letter + 0xfee0) : letter)]);

    /// <summary>The text in one line.</summary>
    public static string Escape(string text)
    {
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var wikitext = new StringBuilder(lines.Length + 16);
        for (var index = 0; index < lines.Length; index++)
        {
            if (char.IsSurrogatePair(lines, index))
                wikitext.Append(lines[index]).Append(lines[++index]);
            else
                Append(wikitext, lines, index);
        }
        return wikitext.ToString();
    }

    /// <summary>A link to a page of the web; the text alone when the address is none that may be linked to.</summary>
    public static string Link(string text, string? url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? $"[{EscapeAddress(address.AbsoluteUri)} {Escape(text)}]"
        : Escape(text);

    private static void Append(StringBuilder wikitext, string text, int index)
    {
        var letter = text[index];
        if (letter == '\n')
            wikitext.Append("<br>");
        else if (letter == ' ' && (index == 0 || index == text.Length - 1 || text[index - 1] is ' ' or '\n' || text[index + 1] == '\n' || FollowsMagicWord(text, index)))
            wikitext.Append("&#32;"); // plain, it would be dropped
        else if (char.IsAsciiLetterOrDigit(letter) || Harmless.Contains(letter) || (letter == ':' && index > 0 && index < text.Length - 1 && text[index + 1] == ' '))
            wikitext.Append(letter);
        else if (char.IsSurrogate(letter) || (char.IsControl(letter) && letter != '\t') || letter is '\ufffe' or '\uffff')
            wikitext.Append('\ufffd'); // not allowed in a page, nor as a reference
        else if (letter < 0x80)
            wikitext.Append(CultureInfo.InvariantCulture, $"&#{(int)letter};");
        else
            wikitext.Append(letter);
    }

    private static bool FollowsMagicWord(string text, int index) => Array.Exists(MagicWords, word => text.AsSpan(0, index).EndsWith(word, StringComparison.OrdinalIgnoreCase));

    // What is allowed in an address and markup in wikitext.
    private static string EscapeAddress(string address) => new StringBuilder(address)
        .Replace("[", "%5B").Replace("]", "%5D").Replace("{", "%7B").Replace("}", "%7D").Replace("|", "%7C").Replace("'", "%27").Replace("~", "%7E").Replace("__", "%5F%5F").ToString();
}
