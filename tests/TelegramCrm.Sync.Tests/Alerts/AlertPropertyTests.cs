using CsCheck;
using NodaTime;
using TelegramCrm.Sync.Tests.Clocks;

namespace TelegramCrm.Sync.Tests.Alerts;

/// <summary>Promises whose times change at random, and a service that comes, goes and dies at random, against what a patient reader of the table would expect.</summary>
public sealed class AlertPropertyTests
{
    private enum Act { Pass, Wake, Change, Keep, Pause, Restart, Die }

    private static readonly Gen<(Act Act, int Which, int Minutes, int More)[]> Histories =
        Gen.Select(Gen.Enum<Act>(), Gen.Int[0, 3], Gen.Int[-40, 120], Gen.Int[1, 60]).Array[5, 40];

    [Fact]
    public void Every_level_is_told_when_it_is_reached_and_never_twice_and_never_without_reason() => Histories.Sample(history =>
    {
        using var room = new WatchRoom { LookBack = Duration.FromMinutes(30) };
        room.Restart(); // with the look-back
        var first = room.Now;
        var promises = Enumerable.Range(0, 4).Select(which => new MadePromise($"t{which}", first + Duration.FromMinutes(which * 20), first + Duration.FromMinutes(which * 20 + 15))).ToArray();
        room.Write(promises);
        Look(room, promises, first);
        foreach (var (act, which, minutes, more) in history)
        {
            Do(room, promises, act, which, minutes, more);
            Look(room, promises, first);
        }
        Assert.Equal(room.Told.Lines.Distinct(), room.Told.Lines);
    }, iter: 12, threads: 1);

    private static void Do(WatchRoom room, MadePromise[] promises, Act act, int which, int minutes, int more)
    {
        switch (act)
        {
            case Act.Pass:
                room.Time.Advance(TimeSpan.FromMinutes(more));
                break;
            case Act.Wake when room.Pass.Look() is { } next:
                room.Time.SetUtcNow(next.ToDateTimeOffset());
                break;
            case Act.Change:
                var warnAt = room.Now + Duration.FromMinutes(minutes);
                promises[which] = new(promises[which].Id, warnAt, warnAt + Duration.FromMinutes(more));
                room.Write(promises);
                break;
            case Act.Keep when promises[which].FulfilledAt is null && !promises[which].IsPaused:
                promises[which] = promises[which] with { FulfilledAt = room.Now - Duration.FromMinutes(Math.Abs(minutes)) };
                room.Write(promises);
                break;
            case Act.Pause when promises[which].FulfilledAt is null && !promises[which].IsBrokenAt(room.Now):
                promises[which] = promises[which] with { IsPaused = !promises[which].IsPaused };
                room.Write(promises);
                break;
            case Act.Restart:
                room.Restart();
                break;
            case Act.Die when Missing(room, promises, Instant.MinValue, room.Now).Any(alert => IsAfterTheStart(room, promises, alert)):
                room.DieWhileTelling();
                break;
        }
    }

    private static void Look(WatchRoom room, MadePromise[] promises, Instant first)
    {
        var since = first - room.LookBack;
        var expected = Missing(room, promises, since, room.Now).Order(StringComparer.Ordinal).ToList();
        var before = room.Told.Lines.Count;
        var next = room.Pass.Look();
        Assert.Equal(expected, room.Told.Lines.Skip(before).Order(StringComparer.Ordinal));
        var ahead = promises.Where(promise => promise.FulfilledAt is null && !promise.IsPaused).SelectMany(promise => new[] { promise.WarnAt, promise.BreachAt }).Where(at => at > room.Now).ToList();
        Assert.Equal(ahead.Count == 0 ? null : ahead.Min(), next);
    }

    private static IEnumerable<string> Missing(WatchRoom room, MadePromise[] promises, Instant since, Instant now) =>
    [
        .. promises.Where(promise => promise.IsBrokenAt(now) && promise.BreachAt >= since).Select(promise => $"{promise.Id} breach").Except(room.Told.Lines),
        .. promises.Where(promise => promise.WarnsAt(now) && promise.WarnAt >= since).Select(promise => $"{promise.Id} warning").Except(room.Told.Lines),
    ];

    private static bool IsAfterTheStart(WatchRoom room, MadePromise[] promises, string alert)
    {
        var promise = promises.Single(promise => alert.StartsWith(promise.Id, StringComparison.Ordinal));
        return (alert.EndsWith("breach", StringComparison.Ordinal) ? promise.BreachAt : promise.WarnAt) >= Given.At("Mon 09:00") - room.LookBack;
    }
}
