namespace TelegramCrm.Sync.Reports.Markup;

/// <summary>
/// Finished markup. It comes from <see cref="Of"/>, which escapes every value in the interpolated string but markup itself, so that nobody
/// has to remember to. The text around the values is ours; a value stands between tags or in a quoted attribute, never in a script.
/// </summary>
internal readonly record struct Html
{
    private readonly string? markup;

    private Html(string markup) => this.markup = markup;

    /// <summary>No markup.</summary>
    public static Html None { get; }

    public static Html Of(HtmlBuilder markup) => new(markup.ToString());

    /// <summary>Text that is markup already: only for files that travel with the program.</summary>
    public static Html Trusted(string markup) => new(markup);

    public override string ToString() => markup ?? "";
}
