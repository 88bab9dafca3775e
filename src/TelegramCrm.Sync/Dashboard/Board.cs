using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using TelegramCrm.Sync.Dashboard.Panels;

namespace TelegramCrm.Sync.Dashboard;

/// <summary>
/// Keeps one picture up to date for all who watch. While somebody does, it looks twice a second whether anything has changed, and paints at most once a second; and
/// it paints when time alone changes a figure. While nobody does, it does nothing at all.
/// </summary>
/// <param name="source">Where the figures come from.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told what could not be read.</param>
public sealed partial class Board(BoardSource source, TimeProvider time, ILogger<Board> log) : BackgroundService
{
    /// <summary>How many may watch at once.</summary>
    public const int MostViewers = 100;

    private readonly SemaphoreSlim painting = new(1, 1);
    private readonly Lock gate = new();
    private TaskCompletionSource somebodyWatches = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int viewers;
    private Picture? latest;
    private string? marks; // null: the last picture failed
    private Instant nextChange;
    private long paintedAt;
    private TimeSpan rest;

    /// <summary>How often it looks for changes.</summary>
    public static TimeSpan LookInterval { get; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The least time from one picture to the next; four times as long as it took to paint when that is more, so that four fifths of a core are left to whoever syncs.</summary>
    public static TimeSpan Rest { get; } = TimeSpan.FromSeconds(1);

    /// <summary>The most: clocks go on when nothing else does.</summary>
    public static TimeSpan Tick { get; } = TimeSpan.FromSeconds(15);

    /// <summary>How many pictures were painted.</summary>
    public long Painted { get; private set; }

    /// <summary>How long the last one took.</summary>
    public TimeSpan LastTook { get; private set; }

    internal bool IsFull => Volatile.Read(ref viewers) >= MostViewers;

    /// <summary>Counts somebody in as watching, until the answer is disposed.</summary>
    internal IDisposable TakeSeat()
    {
        lock (gate)
        {
            viewers++;
            somebodyWatches.TrySetResult();
        }
        return new Seat(this);
    }

    /// <summary>The present picture.</summary>
    internal async Task<Picture> CurrentAsync(CancellationToken cancellationToken)
    {
        await painting.WaitAsync(cancellationToken);
        try
        {
            return latest is not null && time.GetElapsedTime(paintedAt) < rest ? latest : Paint();
        }
        finally
        {
            painting.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        painting.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await SomebodyWatchesAsync(stoppingToken);
            await Task.Delay(await LookAsync(stoppingToken), time, stoppingToken);
        }
    }

    private Task SomebodyWatchesAsync(CancellationToken stoppingToken)
    {
        lock (gate)
        {
            if (viewers == 0 && somebodyWatches.Task.IsCompleted)
                somebodyWatches = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return somebodyWatches.Task.WaitAsync(stoppingToken);
        }
    }

    private async Task<TimeSpan> LookAsync(CancellationToken stoppingToken)
    {
        await painting.WaitAsync(stoppingToken);
        try
        {
            if (latest is not null && rest - time.GetElapsedTime(paintedAt) is { } still && still > TimeSpan.Zero)
                return still;
            if (!IsOutdated())
                return LookInterval;
            Paint();
            return rest;
        }
        finally
        {
            painting.Release();
        }
    }

    private bool IsOutdated() =>
        latest is null || time.GetElapsedTime(paintedAt) >= Tick || Now() >= nextChange || (marks is not null && Attempt(() => source.Marks(Now())) != marks);

    private Picture Paint()
    {
        var begun = time.GetTimestamp();
        latest = Paint(Now());
        LastTook = time.GetElapsedTime(begun);
        (paintedAt, Painted, rest) = (time.GetTimestamp(), Painted + 1, LastTook * 4 > Rest ? LastTook * 4 : Rest);
        return latest;
    }

    private Picture Paint(Instant now)
    {
        var before = latest;
        (marks, nextChange) = (null, Instant.MaxValue);
        var painted = Attempt(() =>
        {
            var seen = source.Marks(now); // before the figures: what comes in between shows in the next picture
            var figures = source.Read(now);
            var picture = AllPanels.Paint(figures);
            (marks, nextChange) = (seen, figures.NextChange ?? Instant.MaxValue);
            return picture;
        }) ?? AllPanels.Unreadable(before, now, source.Zone);
        before?.GiveWayTo(painted);
        return painted;
    }

    /// <returns>Null when it failed: then the page says so.</returns>
    private T? Attempt<T>(Func<T> read) where T : class
    {
        try
        {
            return read();
        }
#pragma warning disable CA1031 // The page must say so, whatever it was.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            CouldNotRead(e);
            return null;
        }
    }

    private Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());

    [LoggerMessage(Level = LogLevel.Error, Message = "dashboard: the figures could not be read; it says so and tries again")]
    private partial void CouldNotRead(Exception e);

    private sealed class Seat(Board board) : IDisposable
    {
        public void Dispose()
        {
            lock (board.gate)
                board.viewers--;
        }
    }
}
