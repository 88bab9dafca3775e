using System.Text.Json;

namespace TelegramCrm.Connectors.MediaWiki;

/// <summary>
/// Writes reports into the pages of a MediaWiki, each into a section of its own, and reads which articles there are. Every edit names the revision it
/// is based on, so that what people write is never lost: outside our section it is kept, and an edit inside it is reported.
/// </summary>
/// <param name="settings">Which wiki, and what of it.</param>
/// <param name="http">Keeps the cookies of the login.</param>
public sealed class MediaWikiConnector(MediaWikiSettings settings, HttpClient http) : IConnector, IKnowledgeBase, IDocumentSource
{
    /// <summary>What the configuration calls this connector.</summary>
    public const string Type = "mediawiki";

    private const int MostConflicts = 3;

    private readonly WikiApi wiki = new(settings, http);

    /// <inheritdoc/>
    public IReadOnlyList<ReceivedEntity> Receives { get; } = [.. settings.Entities.Select(entity => new ReceivedEntity(entity) { Fields = ["summary", "rows"], RequiredFields = ["rows"] })];

    /// <summary>Logs in and asks the wiki whether we might make and edit a page where ours stand.</summary>
    /// <inheritdoc/>
    public async Task<CheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await new WikiPermissions(settings, wiki).CheckAsync(cancellationToken);
        }
        catch (WikiErrorException error)
        {
            return CheckResult.NotReady($"{settings.Api.Host}: {error.Words}; see to user, password and the rights of {settings.User}");
        }
    }

    /// <inheritdoc/>
    public async Task<RemoteRecord?> FindAsync(ExternalKey key, CancellationToken cancellationToken)
    {
        var page = await RefusingAsync(key, () => WikiPage.FollowAsync(wiki, TitleOf(key), cancellationToken));
        return page?.WithoutTwins(key).Section(key.Entity) is null ? null : page.ToRecord(key.Entity);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<WriteResult>> WriteAsync(PushBatch batch, CancellationToken cancellationToken) => batch.WriteEachAsync(
        (record, token) => RefusingAsync(record.Key, () => record.Known is { } known ? UpdateAsync(record, known, token) : CreateAsync(record, token)), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Article> ListArticlesAsync(CancellationToken cancellationToken) => new WikiArticles(settings, wiki).ListAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Article>> SearchAsync(ArticleQuery query, CancellationToken cancellationToken) => new WikiArticles(settings, wiki).SearchAsync(query, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<SourceDocument> ListDocumentsAsync(string category, CancellationToken cancellationToken) => new WikiDocuments(wiki).ListAsync(category, cancellationToken);

    private async Task<RemoteRecord> CreateAsync(PushRecord record, CancellationToken cancellationToken)
    {
        var own = new OwnSection(WikiTable.Render(record).Trim());
        try
        {
            var edit = await EditAsync([("title", TitleOf(record.Key)), ("createonly", "1"), ("text", own.ToWikitext(record.Key.Entity))], record, cancellationToken);
            var saved = await WikiPage.ReadAsync(wiki, edit.GetProperty("pageid").ToString(), cancellationToken);
            return saved?.ToRecord(record.Key.Entity) ?? throw new RecordDriftedException(record.Key, present: null);
        }
        catch (WikiErrorException error) when (error.Code == "articleexists")
        {
            if (await FindAsync(record.Key, cancellationToken) is { } present)
                throw new RecordDriftedException(record.Key, present);
            throw new RecordRefusedException(record.Key, $"page {TitleOf(record.Key)} is there already, and not by us",
                $"rename it; or write <!-- tgcrm:{record.Key.Entity} begin --> and <!-- tgcrm:{record.Key.Entity} end --> into it, where our section is to stand, and retry");
        }
    }

    private async Task<RemoteRecord> UpdateAsync(PushRecord record, RemoteRecord known, CancellationToken cancellationToken)
    {
        var entity = record.Key.Entity;
        var own = new OwnSection(WikiTable.Render(record).Trim());
        for (var conflicts = 0; ; conflicts++)
        {
            var page = (await WikiPage.ReadAsync(wiki, known.Id, cancellationToken))?.WithoutTwins(record.Key) ?? throw new RecordDriftedException(record.Key, present: null);
            if (page.Section(entity) == own)
                return page.ToRecord(entity);
            if (known.Revision is { } revision && page.ToRecord(entity).Revision != revision)
                throw new RecordDriftedException(record.Key, page.ToRecord(entity));
            if (page.IsRedirect)
                throw new RecordRefusedException(record.Key, $"page {page.Title} is only a redirect now", "take the redirect out of it, or delete it and let it be made anew");
            try
            {
                return await SaveAsync(record, page, own, cancellationToken);
            }
            catch (WikiErrorException error) when (error.IsConflict && conflicts < MostConflicts)
            {
                // Somebody saved the same lines between our reading and our writing: look again at what stands there now.
            }
            catch (WikiErrorException error) when (error.IsGone)
            {
                throw new RecordDriftedException(record.Key, present: null);
            }
        }
    }

    private async Task<RemoteRecord> SaveAsync(PushRecord record, WikiPage page, OwnSection own, CancellationToken cancellationToken)
    {
        var entity = record.Key.Entity;
        var edit = await EditAsync([("pageid", page.Id.ToString()), ("nocreate", "1"), ("baserevid", page.RevisionId.ToString()), ("text", own.PutInto(page.Text, entity))], record, cancellationToken);
        var saved = await WikiPage.ReadAsync(wiki, page.Id.ToString(), cancellationToken) ?? throw new RecordDriftedException(record.Key, present: null);
        // An edit whose base is no longer the newest revision is not refused as long as other lines were changed: the wiki merges, and says Success.
        var wasMerged = edit.TryGetProperty("oldrevid", out var before) && before.GetInt64() != page.RevisionId;
        return wasMerged && saved.Section(entity) != own ? throw new RecordDriftedException(record.Key, saved.ToRecord(entity)) : saved.ToRecord(entity);
    }

    private async Task<JsonElement> EditAsync(IEnumerable<(string, string)> what, PushRecord record, CancellationToken cancellationToken)
    {
        IEnumerable<(string, string)> tag = settings.ChangeTag is { } name ? [("tags", name)] : [];
        var edit = (await wiki.ActAsync([("action", "edit"), ("bot", "1"), ("summary", $"tgcrm: {record.Key.Entity}"), .. tag, .. what], cancellationToken)).GetProperty("edit");
        return edit.GetProperty("result").GetString() == "Success"
            ? edit
            : throw new RecordRefusedException(record.Key, $"the wiki did not save the edit: {edit}", "see which guard of the wiki stopped it (a CAPTCHA, a spam list, a filter), and exempt this user");
    }

    private static async Task<T> RefusingAsync<T>(ExternalKey key, Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (WikiErrorException error) when (error.IsRefusal)
        {
            throw error.ToRefusal(key);
        }
    }

    private string TitleOf(ExternalKey key) => settings.PagePrefix + WikiText.ToTitle(key.Value);
}
