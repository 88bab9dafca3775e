using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Cli.Commands;

/// <summary>What of a stream was read, for people and for programs.</summary>
internal static class CoverageText
{
    /// <summary>In a few words.</summary>
    public static string Of(Coverage coverage) => (coverage.Spans, coverage.Gaps) switch
    {
        ([], _) => "nothing",
        ([var whole], _) => whole.ToString(),
        (var spans, [var gap]) => $"{new VersionSpan(spans[0].From, spans[^1].Until)}, but for {gap}",
        var (spans, gaps) => $"{new VersionSpan(spans[0].From, spans[^1].Until)}, with {gaps.Count} gaps",
    };

    /// <summary>As a document: where a bound is null, the stream's beginning is meant.</summary>
    public static object Document(Coverage coverage) => new { spans = coverage.Spans.Select(Document), gaps = coverage.Gaps.Select(Document) };

    /// <summary>A skew as people read it; empty when none was measured.</summary>
    public static string Skew(double? seconds) => seconds is { } skew ? FormattableString.Invariant($"{skew:+0.0;-0.0;0.0} s") : "";

    private static object Document(VersionSpan span) => new { from = span.FromOrNull?.ToString(), to = span.UntilOrNull?.ToString() };
}
