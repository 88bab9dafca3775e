using TelegramCrm.Sync.Reports;
using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Dashboard.Panels;

/// <summary>Words and marks that several panels share. Whatever people wrote is set apart, so that a right-to-left subject does not turn its neighbours around.</summary>
internal static class Words
{
    /// <summary>A name or subject that somebody wrote.</summary>
    public static Html Written(object? text, string whenNull = "–") => text is string words && words.Length > 0
        ? Html.Of($"""<bdi dir="auto">{words}</bdi>""")
        : Html.Of($"""<span class="none">{whenNull}</span>""");

    /// <summary>A count that is quiet when it is zero, and otherwise coloured as what it counts.</summary>
    public static Html Count(long count, string kind = "") => count == 0
        ? Html.Of($"""<td class="number none">0</td>""")
        : Html.Of($"""<td class="number {kind}">{Display.Count(count)}</td>""");

    /// <summary>A figure with its name.</summary>
    public static Html Fact(string name, Html value) => Html.Of($"<div><dt>{name}</dt><dd>{value}</dd></div>");

    public static Html Fact(string name, string value) => Fact(name, Html.Of($"{value}"));
}
