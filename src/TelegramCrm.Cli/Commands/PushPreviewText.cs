using System.Text.Json;
using TelegramCrm.Sync.Push;

namespace TelegramCrm.Cli.Commands;

/// <summary>Tells people what a push would do: how many records, and of some of them which fields.</summary>
internal static class PushPreviewText
{
    private const int LongestValue = 60;

    /// <summary>Prints it.</summary>
    public static void Show(PushPreview preview, int shown, Output output)
    {
        var removals = preview.Remove is > 0 or null ? $"{Known(preview.Remove)} to remove, " : "";
        output.Line($"{preview.Connector}, {preview.Entity}: {Known(preview.Create)} to create, {Known(preview.Update)} to update, {removals}{Known(preview.Unchanged)} unchanged, {Known(preview.Withheld)} withheld, {preview.Unsettled} unsettled");
        foreach (var record in preview.Records.Take(shown))
        {
            output.Line($"  {record.Action} {record.Key}");
            foreach (var field in record.Fields)
                output.Line($"    {field.Field}: {(record.Action == "create" ? "" : $"{Old(field)} → ")}{Text(field.New)}");
        }
        var changes = (preview.Create ?? 0) + (preview.Update ?? 0) + (preview.Remove ?? 0);
        if (shown > 0 && changes > shown)
            output.Line($"  and {changes - shown:N0} more; --show N shows up to 1,000");
        if (preview.Problem is { } problem)
            output.Verdict(false, preview.Connector, problem);
    }

    private static string Known(long? count) => count?.ToString("N0") ?? "unavailable";

    private static string Old(FieldChange field) => field.IsOldUnavailable ? "unavailable" : Text(field.Old);

    private static string Text(JsonElement? value)
    {
        var text = value?.GetRawText() ?? "–";
        return PlainText.Of(text.Length > LongestValue ? $"{text[..(LongestValue - 1)]}…" : text);
    }
}
