namespace TelegramCrm.Sandbox.Generation;

/// <summary>A canned response of the generated company.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Body">Its text, with {{customer}}, {{agent}} and {{number}} to fill in.</param>
/// <param name="Locale">Its language.</param>
/// <param name="ArticleId">The knowledge-base article that says more; null when there is none.</param>
/// <param name="ExternalId">Its key in the outside repository it came from; null when it was made here.</param>
/// <param name="Topic">What it is about; null fits all.</param>
/// <param name="Cases">Which cases of the topic it solves; none fits all.</param>
/// <param name="Act">What it does in a thread: look, ask, hold, solve or close.</param>
/// <param name="Weight">How often it is chosen; 0 is never.</param>
/// <param name="Changes">How often it was changed, evenly over the history.</param>
/// <param name="Deleted">Whether it was deleted after three fifths of the history.</param>
internal sealed record ReplyTemplate(
    string Id, string Title, string Body, string Locale, string? ArticleId, string? ExternalId, string? Topic, IReadOnlyList<string> Cases, string Act, double Weight, int Changes, bool Deleted)
{
    public static IReadOnlyList<ReplyTemplate> All { get; } = PhraseBook.Read<List<ReplyTemplate>>("templates.json");

    public string Fill(string customer, string agent, string number) => Body
        .Replace("{{customer}}", customer, StringComparison.Ordinal)
        .Replace("{{agent}}", agent, StringComparison.Ordinal)
        .Replace("{{number}}", number, StringComparison.Ordinal);

    public bool Suits(TicketDraft ticket, string act) =>
        Weight > 0 && Act == act && Locale == ticket.Customer.Language && (Topic is null || (Topic == ticket.Topic.Name && Cases.Contains(ticket.Case.Name)));

    public DateTimeOffset? DeletedAt(History history) => Deleted ? history.At(0.6) : null;

    public DateTimeOffset ChangedAt(History history) =>
        DeletedAt(history) ?? (Changes == 0 ? history.Start.AddDays(-20 - Draw.Share(0, Id, 0) * 300) : history.At(Changes / (Changes + 1.0)));

    public int VersionAt(History history, DateTimeOffset at)
    {
        var version = 1;
        while (version <= Changes && history.At(version / (Changes + 1.0)) <= at)
            version++;
        return version;
    }
}
