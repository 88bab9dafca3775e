using System.Text.Json;

namespace TelegramCrm.Connectors.BookStack;

/// <summary>Writes reports into pages of a BookStack, each as a table of its own among whatever people write there, and reads which articles there are.</summary>
/// <param name="settings">Which BookStack, and what of it.</param>
/// <param name="http">The way there.</param>
public sealed class BookStackConnector(BookStackSettings settings, HttpClient http) : IConnector, IKnowledgeBase
{
    /// <summary>What the configuration calls this connector.</summary>
    public const string Type = "bookstack";

    private readonly BookStackApi api = new(settings, http);

    /// <inheritdoc/>
    public IReadOnlyList<ReceivedEntity> Receives { get; } = [.. settings.Entities.Select(entity => new ReceivedEntity(entity) { Fields = ["summary", "rows"], RequiredFields = ["rows"] })];

    /// <summary>Reads the book or chapter where new pages are put, and asks for an update of a page of ours that can't be done.</summary>
    /// <inheritdoc/>
    public async Task<CheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var place = await api.GetAsync($"{settings.Shelf.Kind}s/{settings.Shelf.Id}", cancellationToken);
            var shown = $"{settings.BaseUrl.Host} takes the token and shows {settings.Shelf.Kind} {place.GetProperty("name")}";
            return await ProbeAsync(cancellationToken)
                ? CheckResult.Ready($"{shown}, and lets its user update our pages there")
                : CheckResult.Ready($"{shown}; the right to write there shows only with the first page");
        }
        catch (BookStackErrorException error)
        {
            return CheckResult.NotReady($"{settings.BaseUrl.Host}: {error.Words}; see to tokenId, tokenSecret, {settings.Shelf.Kind}Id and the rights of the token's user");
        }
    }

    /// <inheritdoc/>
    public async Task<RemoteRecord?> FindAsync(ExternalKey key, CancellationToken cancellationToken)
    {
        var tag = BookStackPage.TagOf(key);
        // Search is made for people: a word it does not understand as a filter it looks for in texts. So the tags of each hit are read.
        var hits = await new BookStackSearch(api).AllAsync($"[{BookStackPage.KeyTag}={tag}] {{type:page}}", cancellationToken);
        return hits.Where(hit => BookStackSearch.HasTag(hit, BookStackPage.KeyTag, tag)).Select(hit => hit.GetProperty("id").GetInt32()).ToList() switch
        {
            [] => null,
            [var id] => (await BookStackPage.ReadAsync(api, $"{id}", cancellationToken))?.ToRecord(key.Entity),
            var twins => throw new RecordRefusedException(key, $"{twins.Count} pages have the tag {BookStackPage.KeyTag} = {tag}", "take the tag off all but one: a copied page takes its tags along"),
        };
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<WriteResult>> WriteAsync(PushBatch batch, CancellationToken cancellationToken) => batch.WriteEachAsync(WriteAsync, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Article> ListArticlesAsync(CancellationToken cancellationToken) => new BookStackArticles(settings, api).ListAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Article>> SearchAsync(ArticleQuery query, CancellationToken cancellationToken) => new BookStackArticles(settings, api).SearchAsync(query, cancellationToken);

    /// <summary>Asks to move a page of ours into a chapter that there can't be: BookStack looks at the rights first, and then refuses.</summary>
    /// <returns>False when there is no page of ours yet.</returns>
    private async Task<bool> ProbeAsync(CancellationToken cancellationToken)
    {
        var ours = (await new BookStackSearch(api).BestAsync($"[{BookStackPage.KeyTag}] {{type:page}}", cancellationToken)).FirstOrDefault(hit => BookStackSearch.HasTag(hit, BookStackPage.KeyTag));
        if (ours.ValueKind == JsonValueKind.Undefined)
            return false;
        try
        {
            await api.SendAsync(HttpMethod.Put, $"pages/{ours.GetProperty("id")}", new { chapter_id = 0 }, cancellationToken);
            return false;
        }
        catch (BookStackErrorException error) when (error.IsGone)
        {
            return true;
        }
    }

    private async Task<RemoteRecord> WriteAsync(PushRecord record, CancellationToken cancellationToken)
    {
        try
        {
            return record.Known is { } known ? await UpdateAsync(record, known, cancellationToken) : await CreateAsync(record, cancellationToken);
        }
        catch (BookStackErrorException error) when (error.IsRefusal)
        {
            throw error.ToRefusal(record.Key);
        }
    }

    private async Task<RemoteRecord> CreateAsync(PushRecord record, CancellationToken cancellationToken)
    {
        var html = HtmlTable.Render(record, OwnTable.IdOf(record.Key.Entity));
        var page = BookStackPage.Of(await api.SendAsync(HttpMethod.Post, "pages", new Dictionary<string, object>
        {
            [$"{settings.Shelf.Kind}_id"] = settings.Shelf.Id,
            ["name"] = record.Key.Value,
            ["html"] = html,
            ["tags"] = new[] { new { name = BookStackPage.KeyTag, value = BookStackPage.TagOf(record.Key) } },
        }, cancellationToken));
        return await ConfirmAsync(record, page, html, cancellationToken);
    }

    private async Task<RemoteRecord> UpdateAsync(PushRecord record, RemoteRecord known, CancellationToken cancellationToken)
    {
        var entity = record.Key.Entity;
        var html = HtmlTable.Render(record, OwnTable.IdOf(entity));
        var page = await BookStackPage.ReadAsync(api, known.Id, cancellationToken) ?? throw new RecordDriftedException(record.Key, present: null);
        var present = page.ToRecord(entity);
        if (present.Revision == OwnTable.Read(html).Revision)
            return present;
        if (known.Revision is { } revision && present.Revision != revision)
            throw new RecordDriftedException(record.Key, present);
        // Without tags the request leaves them alone; with them it would replace those that people have set.
        await api.SendAsync(HttpMethod.Put, $"pages/{known.Id}", new Dictionary<string, object> { [page.Format] = OwnTable.PutInto(page.Content, entity, html) }, cancellationToken);
        return await ConfirmAsync(record, page, html, cancellationToken);
    }

    /// <summary>Reads back: another author may have saved the page meanwhile, and filters may have taken something out.</summary>
    private async Task<RemoteRecord> ConfirmAsync(PushRecord record, BookStackPage written, string html, CancellationToken cancellationToken)
    {
        var entity = record.Key.Entity;
        var saved = await BookStackPage.ReadAsync(api, $"{written.Id}", cancellationToken) ?? throw new RecordDriftedException(record.Key, present: null);
        if (saved.Table(entity)?.Revision == OwnTable.Read(html).Revision)
            return saved.ToRecord(entity);
        throw saved.SaveCount > written.SaveCount + 1
            ? new RecordDriftedException(record.Key, saved.ToRecord(entity))
            : new RecordRefusedException(record.Key, $"BookStack keeps page {saved.Name} otherwise than it was sent", "see in the page what its content filter took out, and change the model") { Field = "rows" };
    }
}
