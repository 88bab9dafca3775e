using TelegramCrm.Sync.Propagation;
using TelegramCrm.Sync.Push;

namespace TelegramCrm.Cli.Commands;

/// <summary>The propagation of templates in words, and as a document.</summary>
internal static class TemplatesText
{
    private const int MostShown = 10;

    /// <summary>What a run did.</summary>
    public static void Show(PropagationOutcome outcome, Output output)
    {
        var summary = outcome.Summary;
        output.Line($"{summary.Created} created, {summary.Updated} updated, {summary.Removed} deleted, {summary.Unchanged} unchanged{(summary.Unsettled > 0 ? $", {summary.Unsettled} of unknown outcome, which the next run settles" : "")}");
        Show(outcome.Problems, outcome.Refused, int.MaxValue, output);
        if (outcome.Note is { } note)
            output.Warning("templates", note);
        if (summary.Error is { } error)
            output.Verdict(false, "templates", error);
        output.Document(new
        {
            outcome.Source,
            outcome.Responses,
            summary.Created,
            summary.Updated,
            deleted = summary.Removed,
            summary.Unchanged,
            summary.Unsettled,
            problems = outcome.Problems.Select(Document),
            refused = outcome.Refused.Select(Document),
            outcome.Note,
            summary.Error,
            outcome.IsComplete,
        });
    }

    /// <summary>What a run would do.</summary>
    public static void Show(PropagationPreview preview, Output output)
    {
        foreach (var change in preview.Changes)
        {
            output.Line($"{change.Action} {change.ExternalId}");
            foreach (var text in change.Diff.Split('\n', StringSplitOptions.None).Where(_ => change.Diff.Length > 0))
                output.Line(text);
            output.Line();
        }
        output.Line($"{preview.Source}: {Known(preview.Create)} to create, {Known(preview.Update)} to update, {Known(preview.Delete)} to delete, {Known(preview.Unchanged)} unchanged, {preview.Unsettled} of unknown outcome");
        Show(preview.Problems, [], int.MaxValue, output);
        if (preview.Hindrance is { } hindrance)
            output.Verdict(false, "templates", hindrance);
        output.Document(new
        {
            preview.Source,
            preview.Create,
            preview.Update,
            preview.Delete,
            preview.Unchanged,
            preview.Unsettled,
            preview.Changes,
            problems = preview.Problems.Select(Document),
            preview.Hindrance,
        });
    }

    /// <summary>How things stand, in a few lines.</summary>
    public static void Show(PropagationStanding standing, Output output)
    {
        var last = standing.Last is { } run ? $"last run {run.EndedAt}, {run.Summary.Status}{(run.Summary.Error is { } error ? $": {error}" : "")}" : "never run";
        output.Line($"templates: {standing.Held} in the CRM are ours, {standing.Problems.Count(problem => problem.Kind == "conflict")} conflicts, {standing.Problems.Count(problem => problem.Kind == "document")} documents can't be sent, {standing.Refused.Count} were refused; {last}");
        Show(standing.Problems, [], MostShown, output);
    }

    /// <summary>How things stand.</summary>
    public static object Document(PropagationStanding standing) => new
    {
        standing.Held,
        lastRun = standing.Last is { } run ? new { run.RunId, startedAt = run.StartedAt.ToString(), endedAt = run.EndedAt.ToString(), run.Summary.Status, run.Summary.Error } : null,
        problems = standing.Problems.Select(Document),
        refused = standing.Refused.Select(Document),
    };

    private static void Show(IReadOnlyList<TemplateProblem> problems, IReadOnlyList<DeadLetter> refused, int most, Output output)
    {
        foreach (var problem in problems.Take(most))
            output.Warning($"{problem.Kind} {problem.Name}{(problem.Field is { } field ? $", {field}" : "")}", $"{problem.Reason}; {problem.Remedy}");
        if (problems.Count > most)
            output.Line($"and {problems.Count - most:N0} more; `tgcrm templates propagate --dry-run` names all");
        foreach (var letter in refused)
            output.Verdict(false, $"{letter.Key}{(letter.Field is { } field ? $", {field}" : "")}", $"{letter.Reason}; {letter.Remedy}");
    }

    private static object Document(TemplateProblem problem) => new { problem.Kind, problem.Name, problem.Field, problem.Reason, problem.Remedy, notedAt = problem.NotedAt?.ToString() };

    private static object Document(DeadLetter letter) => new { externalId = letter.Key, letter.Field, letter.Reason, letter.Remedy, refusedAt = letter.RefusedAt.ToString() };

    private static string Known(long? count) => count?.ToString("N0") ?? "unavailable";
}
