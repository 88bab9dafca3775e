using System.Text.Json;
using TelegramCrm.Sync.Push;

namespace TelegramCrm.Sync.Propagation;

/// <summary>Puts together what the source gives, what the engine would do and what people did in the CRM.</summary>
internal static class PropagationPlan
{
    public const string Document = "document";
    public const string Conflict = "conflict";

    /// <summary>What stands between the source and the CRM.</summary>
    public static IReadOnlyList<TemplateProblem> Problems(GivenResponses given, ComparedTarget found)
    {
        var overwrites = "bring the two together, or write over it: `tgcrm templates propagate --overwrite {0}`; \"onConflict\": \"overwrite\" would always do so";
        return
        [
            .. given.Reading.Bad.Select(bad => new TemplateProblem(Document, bad.Location, bad.Field, bad.Reason, bad.Remedy)).DistinctBy(problem => problem.Name),
            .. found.Edited.Select(key => new TemplateProblem(Conflict, key, null, "somebody edited it in the CRM since it was last written", Remedy(overwrites, key))),
            .. found.Missing.Select(key => new TemplateProblem(Conflict, key, null, "somebody deleted it in the CRM", Remedy(overwrites, key))),
            .. found.Twins.Select(key => new TemplateProblem(Conflict, key, null, "several templates of the CRM carry this external id", "delete all but one in the CRM, or take the id from them")),
        ];
    }

    /// <summary>What a run would do, template by template.</summary>
    public static PropagationPreview Of(PushPreview preview, GivenResponses given, ComparedTarget found, CrmTemplates crm, bool overwrites)
    {
        var present = crm.Texts();
        var conflicts = found.Edited.Concat(found.Missing).Concat(found.Twins).ToHashSet(StringComparer.Ordinal);
        var changes = preview.Records.Where(record => !conflicts.Contains(record.Key))
            .Select(record => Change(record.Key, record.Action switch { "create" when present.ContainsKey(record.Key) => "take over", "remove" => "delete", var action => action }));
        return new(given.Description,
            [.. changes.Concat(conflicts.Select(key => Change(key, overwrites && !found.Twins.Contains(key) ? "overwrite" : "keep"))).OrderBy(change => change.ExternalId, StringComparer.Ordinal)],
            Problems(given, found))
        {
            Create = preview.Create,
            Update = preview.Update,
            Delete = preview.Remove,
            Unchanged = preview.Unchanged,
            Unsettled = preview.Unsettled,
            Hindrance = preview.Problem ?? given.Note,
        };

        TemplateChange Change(string key, string action) => new(key, action, ResponseText.Diff(key, present.GetValueOrDefault(key), given.Fields.TryGetValue(key, out var fields) ? TextsOf(fields) : null));
    }

    private static IReadOnlyDictionary<string, string?> TextsOf(JsonElement fields) => CrmTemplate.TextsOf(name => fields.TryGetProperty(name, out var value) ? value : null);

    private static string Remedy(string text, string key) => text.Replace("{0}", key, StringComparison.Ordinal);
}
