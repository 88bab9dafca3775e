using System.Text.RegularExpressions;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Propagation.Sources;

/// <summary>Which of the found responses can be sent. One that is wrong is left out, with what is wrong and how to mend it.</summary>
internal sealed partial class ResponseRules(TemplateConfiguration configuration)
{
    private const int LongestId = 255;

    /// <summary>Holds what was found against the rules; of several with one external id none is sent, for nobody knows which is meant.</summary>
    /// <param name="drafts">What was found.</param>
    /// <param name="unreadable">What could not even be read.</param>
    public SourceReading Apply(IEnumerable<DraftResponse> drafts, IEnumerable<BadDocument> unreadable)
    {
        var (good, bad) = (new List<ApprovedResponse>(), unreadable.ToList());
        foreach (var draft in drafts)
        {
            if (Fault(draft) is { } fault)
                bad.Add(fault with { ExternalId = draft.ExternalId });
            else
                good.Add(new(draft.Location, draft.ExternalId!, draft.Title!.Trim(), Clean(draft.Body!), draft.Language ?? configuration.Locale)
                {
                    ArticleId = draft.ArticleId,
                    Tags = [.. draft.Tags.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                });
        }
        var twins = good.GroupBy(response => response.ExternalId, StringComparer.Ordinal).Where(group => group.Count() > 1).SelectMany(group => group.Select(twin => Twin(twin, group))).ToList();
        var ids = twins.Select(twin => twin.ExternalId).ToHashSet(StringComparer.Ordinal);
        return new([.. good.Where(response => !ids.Contains(response.ExternalId))], [.. bad, .. twins]);
    }

    private BadDocument? Fault(DraftResponse draft)
    {
        if (string.IsNullOrWhiteSpace(draft.ExternalId))
            return Bad("external_id", "has no external id", "give it one that never changes");
        if (draft.ExternalId.Length > LongestId || !IsText(draft.ExternalId))
            return Bad("external_id", $"its external id is longer than {LongestId} characters, or has control characters", "give it a short one of visible characters");
        if (string.IsNullOrWhiteSpace(draft.Title))
            return Bad("title", "has no title", "give it one: agents look for it by that");
        if (draft.Title.Trim().Length > configuration.MaxTitleLength)
            return Bad("title", $"its title has {draft.Title.Trim().Length} characters, and {configuration.MaxTitleLength} are allowed", "shorten it, or raise automation.templates.maxTitleLength if the CRM takes more");
        if (string.IsNullOrWhiteSpace(draft.Body))
            return Bad("body", "has no text", "write what is to be answered");
        if (Clean(draft.Body).Length > configuration.MaxBodyLength)
            return Bad("body", $"its text has {Clean(draft.Body).Length} characters, and {configuration.MaxBodyLength} are allowed", "shorten it, or raise automation.templates.maxBodyLength if the CRM takes more");
        if (draft.Language is { } language && !Language().IsMatch(language))
            return Bad("language", $"\"{language}\" is no language", "write a tag such as \"en\" or \"pt-BR\"");
        IEnumerable<(string Name, string? Value)> texts = [("title", draft.Title), ("body", draft.Body), ("article_id", draft.ArticleId), .. draft.Tags.Select(tag => ("tags", (string?)tag))];
        return texts.FirstOrDefault(field => field.Value is { } text && !IsText(text)).Name is { } broken
            ? Bad(broken, "has control characters or broken Unicode", "take out what is no text")
            : null;

        BadDocument Bad(string field, string reason, string remedy) => new(draft.Location, field, reason, remedy);
    }

    private static BadDocument Twin(ApprovedResponse twin, IEnumerable<ApprovedResponse> all) => new(
        twin.Location, "external_id", $"{twin.ExternalId} is the external id of {string.Join(", ", all.Where(other => !ReferenceEquals(other, twin)).Select(other => other.Location))} too",
        "give each its own; until then the CRM keeps what it has")
    { ExternalId = twin.ExternalId };

    private static string Clean(string body) => body.ReplaceLineEndings("\n").Trim('\n', ' ', '\t');

    /// <summary>Whether every character is one that people write.</summary>
    private static bool IsText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) && text[i] is not ('\t' or '\n' or '\r'))
                return false;
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
                return false;
        }
        return true;
    }

    [GeneratedRegex("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Language();
}
