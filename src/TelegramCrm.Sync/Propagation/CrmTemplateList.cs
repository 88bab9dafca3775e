using NodaTime;
using NodaTime.Text;
using TelegramCrm.Sync.Crm;

namespace TelegramCrm.Sync.Propagation;

/// <summary>The CRM's templates as they were last read: whole at first, and then what changed. One request tells of hundreds, and none has to be asked for by itself.</summary>
internal sealed class CrmTemplateList(CrmClient client, Duration patience)
{
    private const int PageSize = 500;

    // Between the CRM's stamp on a record and its appearance in a list.
    private static readonly Duration Overlap = Duration.FromMinutes(2);

    private readonly Dictionary<string, CrmTemplate> templates = new(StringComparer.Ordinal);
    private Instant? readUpTo;

    /// <summary>Whether it was never read, or something was sent since that may have come through.</summary>
    public bool IsStale { get; private set; } = true;

    /// <summary>Those that are not deleted.</summary>
    public IEnumerable<CrmTemplate> Living => templates.Values.Where(template => !template.IsDeleted);

    /// <summary>One that is not deleted; null when there is none.</summary>
    /// <param name="id">The CRM's own id.</param>
    public CrmTemplate? Find(string id) => templates.GetValueOrDefault(id) is { IsDeleted: false } living ? living : null;

    /// <summary>Takes over what the CRM gave back.</summary>
    public void Put(CrmTemplate template) => templates[template.Id] = template;

    /// <summary>The CRM has deleted one.</summary>
    public void Remove(string id) => templates.Remove(id);

    /// <summary>Something was sent, and nobody knows what became of it.</summary>
    public void BecomesStale() => IsStale = true;

    /// <summary>Reads what changed since the last reading.</summary>
    /// <exception cref="CrmException">The CRM refused, or was away.</exception>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var since = readUpTo is { } upTo ? upTo - Overlap : (Instant?)null;
        Instant? begun = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var newest = since;
        for (string? cursor = null; ;)
        {
            using var page = await client.GetPageAsync("templates",
                [new("updated_since", since is { } from ? InstantPattern.ExtendedIso.Format(from) : null), new("limit", $"{PageSize}"), new("cursor", cursor)], cancellationToken, patience);
            begun ??= page.ServerTime;
            var news = 0;
            foreach (var template in page.Records.Select(record => TryParse(page.Bytes[record])).OfType<CrmTemplate>())
            {
                news += seen.Add(template.Id) ? 1 : 0;
                (newest, _) = (template.UpdatedAt, templates[template.Id] = template);
            }
            if (!page.HasMore && (page.Records.Count < PageSize || news == 0))
                break;
            if (page.HasMore && page.NextCursor == cursor)
                throw new CrmException("templates: the CRM gives the same cursor again, so the list can't be read to its end");
            // A full page that says it is the last is looked behind: some servers lose the cursor.
            (cursor, since) = page.HasMore ? (page.NextCursor, since) : (null, newest);
        }
        (readUpTo, IsStale) = (begun, false);
    }

    /// <summary>One that is no template keeps nobody from the others: it is as if it were not there.</summary>
    private static CrmTemplate? TryParse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return CrmTemplate.Parse(json);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
