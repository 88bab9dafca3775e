using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace TelegramCrm.Connectors.BookStack;

/// <summary>
/// The part of a page that is ours: a table with an id of its own. BookStack keeps ids that begin with <c>bkmrk-</c> through its editors, which rewrite everything else of
/// the HTML; so a table is compared by the text that readers see in it.
/// </summary>
/// <param name="Cells">What readers see: caption, headings and cells, in their order.</param>
internal sealed partial record OwnTable(IReadOnlyList<string> Cells)
{
    /// <summary>The revision of a page that has no table of ours.</summary>
    public const string None = "none";

    /// <summary>What the state of the table is called: it moves when its text does.</summary>
    public string Revision { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', Cells))))[..32];

    public static string IdOf(string entity) => $"bkmrk-tgcrm-{entity.Replace('_', '-')}";

    /// <summary>The tables of an entity in a page.</summary>
    public static IReadOnlyList<OwnTable> AllIn(string content, string entity) => [.. Pattern(entity).Matches(content).Select(match => Read(match.Value))];

    /// <summary>The table that a piece of HTML is.</summary>
    public static OwnTable Read(string html) => new([.. Cell().Matches(html).Select(cell => Space().Replace(WebUtility.HtmlDecode(Tag().Replace(LineBreak().Replace(cell.Groups["text"].Value, " "), "")), " ").Trim())]);

    /// <summary>A page with this table in place of the one it has, or at its end.</summary>
    public static string PutInto(string content, string entity, string html) => AllIn(content, entity).Count == 0
        ? $"{content.TrimEnd()}\n\n{html}\n".TrimStart()
        : Pattern(entity).Replace(content, html.Replace("$", "$$", StringComparison.Ordinal));

    private static Regex Pattern(string entity) => new(
        $"""<table\b[^>]*\bid="{IdOf(entity)}"[^>]*>.*?</table\s*>""", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));

    [GeneratedRegex(@"<(?<tag>td|th|caption)\b[^>]*>(?<text>.*?)</\k<tag>\s*>", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Cell();

    [GeneratedRegex(@"<br\b[^>]*>|</p>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex LineBreak();

    [GeneratedRegex("<[^>]*>", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Space();
}
