namespace TelegramCrm.Sync.Reports.Markup;

/// <summary>A part of a page with its heading.</summary>
internal static class Section
{
    /// <param name="name">The table it shows; the anchor of the section.</param>
    /// <param name="heading">What it shows.</param>
    /// <param name="note">How to read it, in a sentence.</param>
    /// <param name="content">The table or the chart.</param>
    /// <param name="csv">The file that holds its rows, beside the page.</param>
    public static Html Of(string name, string heading, string note, Html content, string csv) => Html.Of($"""
        <section id="{name.Replace('_', '-')}">
        <div class="head"><h2>{heading}</h2><a class="csv" href="{csv}" download aria-label="{heading} as CSV">CSV</a></div>
        <p class="note">{note}</p>
        {content}
        </section>

        """);

    /// <summary>Says that there is nothing to show.</summary>
    public static Html Empty(string sentence) => Html.Of($"""<p class="empty">{sentence}</p>""");
}
