using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Scheduling;

namespace TelegramCrm.Sync.Tests.Scheduling;

public sealed class RunPlanTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_warehouse_is_compared_regularly_only_where_that_is_asked_for_and_mended_only_where_that_is_asked_for_too(bool fix)
    {
        Assert.Null(PlanOf(new()).RequestOf("reconcile"));
        var request = PlanOf(new() { Reconcile = Schedule.Parse("30 4 * * 0"), ReconcileFix = fix }).RequestOf("reconcile");
        Assert.Equal((RunSteps.Reconcile, fix, false), (request!.Steps, request.Reconcile.Fix, request.Reconcile.AllowsMassDeletion));
    }

    private static RunPlan PlanOf(ScheduleConfiguration schedules) => new(new SyncConfiguration
    {
        Source = new() { BaseUrl = new Uri("http://127.0.0.1"), ApiKey = new("${ENV:K}", "k"), SecretToken = new("${ENV:T}", "t") },
        Schedules = schedules,
    });
}
