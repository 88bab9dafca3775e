using DiffPlex.Renderer;

namespace TelegramCrm.Sync.Propagation;

/// <summary>A template as people read it, field by field and the text last, and how two states of it differ.</summary>
internal static class ResponseText
{
    private const int Context = 3;

    /// <summary>The differences as a unified diff; empty when there are none.</summary>
    /// <param name="externalId">Which template.</param>
    /// <param name="before">As the CRM has it; null when it has none.</param>
    /// <param name="after">As the source has it; null when it has none any more.</param>
    public static string Diff(string externalId, IReadOnlyDictionary<string, string?>? before, IReadOnlyDictionary<string, string?>? after)
    {
        var lines = UnidiffRenderer.GenerateUnidiff(
            Of(before), Of(after), before is null ? "/dev/null" : $"crm/{externalId}", after is null ? "/dev/null" : $"source/{externalId}",
            ignoreWhitespace: false, ignoreCase: false, contextLines: Context).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        if (lines.Length > 2) // patch(1) calls the line before the first 0
            lines[2] = lines[2].Replace("@@ -1,0 ", "@@ -0,0 ", StringComparison.Ordinal).Replace(" +1,0 @@", " +0,0 @@", StringComparison.Ordinal);
        return string.Join('\n', lines);
    }

    private static string Of(IReadOnlyDictionary<string, string?>? fields) => fields is null ? "" : string.Join('\n', CrmTemplate.FieldNames.Select(name => name == "body"
        ? $"\n{fields[name]}"
        : $"{name}: {fields[name]}".TrimEnd()));
}
