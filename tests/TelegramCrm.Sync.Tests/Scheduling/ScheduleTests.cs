using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Quartz;
using Shouldly;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Scheduling;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.State;
using Schedule = TelegramCrm.Sync.Configuration.Schedule;

namespace TelegramCrm.Sync.Tests.Scheduling;

/// <summary>A real Quartz with its store in a real state, and a clock that the test turns.</summary>
public abstract class ScheduleTests(Func<string, IStateEngine> newState) : IDisposable
{
    private static readonly DateTimeOffset Evening = new(2026, 3, 14, 20, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("schedule-").FullName;
    private readonly Channel<string> fired = Channel.CreateUnbounded<string>();
    private readonly FakeTimeProvider time = new(Evening);
    private IStateEngine? engine;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [SkippableFact]
    public async Task A_nightly_push_is_run_at_its_hour()
    {
        await using var node = await StartAsync(Nightly("0 2 * * *"));
        await PassAsync(hours: 5);
        fired.Reader.Count.ShouldBe(0);
        await PassAsync(hours: 1);
        (await NextAsync()).ShouldBe("erp");
    }

    [SkippableFact]
    public async Task A_night_missed_because_the_machine_was_down_is_caught_up_once()
    {
        await (await StartAsync(Nightly("0 2 * * *"))).DisposeAsync();
        time.Advance(TimeSpan.FromDays(3)); // three nights
        await using var node = await StartAsync(Nightly("0 2 * * *", "report at 21"));
        (await NextAsync()).ShouldBe("erp");
        await PassAsync(hours: 1);
        (await NextAsync()).ShouldBe("report", "the push ran once, not once a night");
        (await DueAsync(node, "push-erp")).ShouldBe(Evening.AddDays(3).AddHours(6));
    }

    [SkippableFact]
    public async Task A_schedule_that_was_changed_is_due_at_its_new_time_and_one_that_was_taken_out_never()
    {
        await (await StartAsync(Nightly("0 2 * * *", "report at 21"))).DisposeAsync();
        await using var node = await StartAsync(Nightly("0 23 * * *"));
        (await DueAsync(node, "push-erp")).ShouldBe(Evening.AddHours(3));
        (await DueAsync(node, "report")).ShouldBeNull();
    }

    [SkippableFact]
    public async Task A_node_that_stands_by_runs_nothing_until_the_working_one_is_gone()
    {
        var working = await StartAsync(Nightly("0 2 * * *"), "node-1");
        await using var standby = await StartAsync(Nightly("0 2 * * *"), "node-2");
        standby.GetRequiredService<WorkLease>().IsHeld.ShouldBeFalse();
        (await standby.GetRequiredService<ISchedulerFactory>().GetScheduler()).Status.ShouldBe(SchedulerStatus.Created);
        await working.DisposeAsync();
        await PassAsync(minutes: 1);
        standby.GetRequiredService<WorkLease>().IsHeld.ShouldBeTrue();
        await PassAsync(hours: 6);
        (await NextAsync()).ShouldBe("erp");
    }

    private static SyncConfiguration Nightly(string cron, string? alsoReport = null) => new()
    {
        Source = new() { BaseUrl = new("http://127.0.0.1:1"), ApiKey = new("${ENV:K}", "k"), SecretToken = new("${ENV:T}", "t") },
        Schedules = new() { Sync = Schedule.Parse("0 5 1 1 *"), Zone = DateTimeZone.Utc, Report = alsoReport is null ? null : Schedule.Parse("0 21 * * *") },
        Connectors = [new() { Name = "erp", Type = "file-drop", Schedule = Schedule.Parse(cron) }],
    };

    /// <summary>A node as <c>serve</c> builds it, without the web.</summary>
    private async Task<Node> StartAsync(SyncConfiguration configuration, string name = "node")
    {
        engine ??= newState(Path.Combine(folder, "state.db"));
        var store = StateStore.Open(engine);
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(time).AddSingleton(new RunPlan(configuration));
        services.AddSingleton<Func<RunRequest, CancellationToken, Task>>((request, _) =>
        {
            fired.Writer.TryWrite(request.Connectors is [var connector] ? connector : request.Steps == RunSteps.Report ? "report" : "sync");
            return Task.CompletedTask;
        });
        services.AddQuartz(quartz => quartz.UseState(engine, time));
        services.AddSingleton(new WorkLease(new Leases(store, time), name, time, NullLogger<WorkLease>.Instance)).AddSingleton<SchedulerGate>();
        var node = new Node(services.BuildServiceProvider());
        await node.StartAsync();
        return node;
    }

    /// <summary>Lets time pass in steps, so that everything that waits for a time wakes up at it.</summary>
    private async Task PassAsync(int hours = 0, int minutes = 0)
    {
        for (var left = (hours * 60) + minutes; left > 0; left--)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }
    }

    private async Task<string> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!fired.Reader.TryPeek(out _))
        {
            patience.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromMilliseconds(1)); // whoever began to wait just now is woken, too
            await Task.Yield();
        }
        return await fired.Reader.ReadAsync(patience.Token);
    }

    private static async Task<DateTimeOffset?> DueAsync(Node node, string name)
    {
        var scheduler = await node.GetRequiredService<ISchedulerFactory>().GetScheduler();
        return (await scheduler.QueryTriggers(new TriggerQuery())).Items.FirstOrDefault(trigger => trigger.Key.Name == name)?.NextFireTimeUtc;
    }

    private sealed class Node(ServiceProvider services) : IAsyncDisposable
    {
        public T GetRequiredService<T>() where T : notnull => services.GetRequiredService<T>();

        public async Task StartAsync()
        {
            await GetRequiredService<WorkLease>().StartAsync(default);
            await GetRequiredService<SchedulerGate>().StartAsync(default);
            var scheduler = await GetRequiredService<ISchedulerFactory>().GetScheduler();
            while (GetRequiredService<WorkLease>().IsHeld && scheduler.Status != SchedulerStatus.Running)
                await Task.Yield();
        }

        public async ValueTask DisposeAsync()
        {
            await GetRequiredService<SchedulerGate>().StopAsync(default);
            await (await GetRequiredService<ISchedulerFactory>().GetScheduler()).Shutdown(waitForJobsToComplete: true);
            await GetRequiredService<WorkLease>().StopAsync(default);
            await services.DisposeAsync();
        }
    }
}

public sealed class ScheduleOnSqliteTests() : ScheduleTests(file => new SqliteState(file));

public sealed class ScheduleOnPostgresTests() : ScheduleTests(_ => PostgresServer.NewState());
