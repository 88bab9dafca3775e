using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Scheduling;

/// <summary>When the service does what: the configuration's schedules, each with the run it stands for.</summary>
/// <param name="configuration">What the user wants.</param>
public sealed class RunPlan(SyncConfiguration configuration)
{
    /// <summary>The schedules: <c>sync</c>, <c>report</c>, <c>reconcile</c>, <c>assign</c>, <c>templates</c>, <c>suggest</c>, and <c>push-</c> with each connector's name.</summary>
    public IReadOnlyList<PlannedRun> Runs { get; } = [.. Read(configuration)];

    /// <summary>The run a schedule stands for; null when the configuration no longer names it.</summary>
    /// <param name="name">The schedule's name.</param>
    public RunRequest? RequestOf(string name) => Runs.FirstOrDefault(planned => planned.Name == name)?.Request;

    /// <summary>Connectors with a schedule of their own are pushed to by it, the others at the end of every sync.</summary>
    private static IEnumerable<PlannedRun> Read(SyncConfiguration configuration)
    {
        var unscheduled = configuration.Connectors.Where(connector => connector.Schedule is null).Select(connector => connector.Name).ToList();
        var steps = RunSteps.Extract | RunSteps.Transform | RunSteps.Publish | (unscheduled.Count > 0 ? RunSteps.Push : RunSteps.None);
        yield return Planned("sync", configuration.Schedules.Sync, new RunRequest("schedule", steps) { Connectors = unscheduled });
        if (configuration.Schedules.Report is { } report)
            yield return Planned("report", report, new RunRequest("schedule", RunSteps.Report));
        if (configuration.Schedules.Reconcile is { } reconcile)
            yield return Planned("reconcile", reconcile, new RunRequest("schedule", RunSteps.Reconcile) { Reconcile = new() { Fix = configuration.Schedules.ReconcileFix } });
        if (configuration.Automation?.Assignment is { } assignment)
            yield return Planned("assign", assignment.Schedule, new RunRequest("schedule", RunSteps.Assign));
        if (configuration.Automation?.Templates is { } templates)
            yield return Planned("templates", templates.Schedule, new RunRequest("schedule", RunSteps.Propagate));
        if (configuration.Automation?.Suggestions is { } suggestions)
            yield return Planned("suggest", suggestions.Schedule, new RunRequest("schedule", RunSteps.Suggest));
        foreach (var connector in configuration.Connectors.Where(connector => connector.Schedule is not null))
            yield return Planned($"push-{connector.Name}", connector.Schedule!, new RunRequest("schedule", RunSteps.Push) { Connectors = [connector.Name] });

        PlannedRun Planned(string name, Configuration.Schedule schedule, RunRequest request) => new(name, schedule, configuration.Schedules.Zone, request);
    }
}
