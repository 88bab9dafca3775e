using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace TelegramCrm.Connectors.MediaWiki;

/// <summary>The part of a page that is ours, between two comments that readers don't see. What stands above and below belongs to people.</summary>
/// <param name="Text">What stands between the comments.</param>
internal sealed record OwnSection(string Text)
{
    /// <summary>The revision of a page that has no section of ours.</summary>
    public const string None = "none";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>What the state of the section is called: it moves with an edit inside, and not with one above or below.</summary>
    public string Revision => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))[..32];

    /// <summary>The sections of an entity in a page; more than one when somebody copied it.</summary>
    public static IReadOnlyList<OwnSection> AllIn(string page, string entity) => [.. Pattern(entity).Matches(page).Select(match => new OwnSection(match.Groups["text"].Value.Trim()))];

    /// <summary>The section as it stands in a page.</summary>
    public string ToWikitext(string entity) =>
        $"<!-- tgcrm:{entity} begin. A program writes what stands down to the end mark; what you write above or below is kept. -->\n{Text}\n<!-- tgcrm:{entity} end -->";

    /// <summary>The page with this section in place of the one it has, or at its end.</summary>
    public string PutInto(string page, string entity) => AllIn(page, entity).Count == 0
        ? $"{page.TrimEnd()}\n\n{ToWikitext(entity)}".TrimStart()
        : Pattern(entity).Replace(page, ToWikitext(entity).Replace("$", "$$", StringComparison.Ordinal));

    private static Regex Pattern(string entity) => new(
        $@"<!--\s*tgcrm:{entity} begin\b.*?-->(?<text>.*?)<!--\s*tgcrm:{entity} end\s*-->", RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Limit);
}
