using Microsoft.Extensions.Time.Testing;

namespace TelegramCrm.Sync.Tests.Crm;

/// <summary>
/// Plays asynchronous work on one thread against a clock that moves only when nobody has anything left to do: the same
/// order at every run, and hours in no time. For work without sockets and files.
/// </summary>
internal sealed class FakeTime : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Work, object? State)> due = [];

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    /// <summary>How far the clock is moved at once.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(100);

    public TimeSpan Elapsed => Clock.GetUtcNow() - Clock.Start;

    /// <summary>Plays to the end.</summary>
    /// <param name="workAsync">The work.</param>
    /// <param name="atMost">Fails when the work takes longer: it is stuck.</param>
    public void Play(Func<Task> workAsync, TimeSpan atMost)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            var work = workAsync();
            for (Settle(); !work.IsCompleted; Settle())
            {
                Assert.True(Elapsed <= atMost, $"not done after {Elapsed}");
                Clock.Advance(Tick);
            }
            work.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (due) due.Enqueue((d, state));
    }

    private void Settle()
    {
        while (true)
        {
            (SendOrPostCallback Work, object? State) next;
            lock (due)
            {
                if (!due.TryDequeue(out next)) return;
            }
            next.Work(next.State);
        }
    }
}
