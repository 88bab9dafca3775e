using System.Net;
using System.Text.RegularExpressions;

namespace TelegramCrm.Connectors.Tests.BookStack;

/// <summary>A page of the double, kept as BookStack keeps one.</summary>
internal sealed partial class DoublePage(int id, string name, int book)
{
    public int Id => id;

    public string Name { get; set; } = name;

    public int Book => book;

    public bool IsDraft { get; set; }

    public List<(string Name, string Value)> Tags { get; set; } = [];

    /// <summary>What is shown, with an id on every top-level element; for a Markdown page, what the Markdown became.</summary>
    public string Html { get; private set; } = "";

    /// <summary>Empty when the page was last saved as HTML.</summary>
    public string Markdown { get; private set; } = "";

    public int SaveCount { get; private set; }

    public string Text => WebUtility.HtmlDecode(Tag().Replace(Html, ""));

    /// <summary>The cells of its tables as a reader sees them.</summary>
    public IReadOnlyList<string> Cells =>
        [.. Cell().Matches(Html).Select(cell => WebUtility.HtmlDecode(Tag().Replace(cell.Groups["text"].Value.Replace("<br>", "\n", StringComparison.Ordinal), "")))];

    /// <summary>Markdown wins, and is the only one that is kept as it was written.</summary>
    public void Save(string html, string markdown = "")
    {
        Markdown = markdown;
        Html = TopLevel().Replace(markdown.Length > 0 ? markdown : html, element => $"<{element.Groups["name"].Value} id=\"bkmrk-{element.Index}\"{element.Groups["rest"].Value}>");
        SaveCount++;
    }

    public void Edit(string from, string to)
    {
        Assert.Contains(from, Markdown.Length > 0 ? Markdown : Html, StringComparison.Ordinal);
        Save(Html.Replace(from, to, StringComparison.Ordinal), Markdown.Replace(from, to, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"<(?<name>p|h1|table)(?<rest>(?![^>]*\bid=""bkmrk)[^>]*)>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TopLevel();

    [GeneratedRegex("<td[^>]*>(?<text>.*?)</td>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Cell();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tag();
}
