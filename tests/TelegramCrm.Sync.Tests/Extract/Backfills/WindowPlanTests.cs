using CsCheck;
using NodaTime;
using TelegramCrm.Sync.Extract.Backfills;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Warehouse;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Extract.Backfills;

public sealed class WindowPlanTests
{
    [Fact]
    public void Windows_follow_each_other_from_the_span_s_beginning_to_its_end_and_are_never_too_many() =>
        Gen.Select(Gen.Int[-100_000, 100_000], Gen.Int[1, 400_000_000]).Sample((from, seconds) =>
        {
            var span = new VersionSpan(Noon + Duration.FromSeconds(from), Noon + Duration.FromSeconds(from) + Duration.FromSeconds(seconds));
            var windows = WindowPlan.Cut(Streams.Tickets, span);
            Assert.Equal((span.From, span.Until), (windows[0].From, windows[^1].Until));
            Assert.All(windows.Zip(windows.Skip(1)), pair => Assert.Equal(pair.First.Until, pair.Second.From));
            Assert.All(windows, window => Assert.False(window.IsEmpty));
            Assert.InRange(windows.Count, 1, WindowPlan.Most + 2);
        });

    [Fact]
    public void A_week_is_cut_at_midnights_in_UTC()
    {
        var windows = WindowPlan.Cut(Streams.TicketEvents, new VersionSpan(Noon, Noon + Duration.FromDays(7)));
        Assert.Equal(8, windows.Count);
        Assert.Equal(Noon + Duration.FromHours(12), windows[0].Until);
        Assert.All(windows.Skip(1), window => Assert.Equal(LocalTime.Midnight, window.From.InUtc().TimeOfDay));
    }

    [Fact]
    public void A_stream_that_can_t_be_asked_for_a_span_is_read_whole_and_once() =>
        Assert.Equal([VersionSpan.Whole], WindowPlan.Cut(Streams.Agents, new VersionSpan(Noon, Noon + Duration.FromDays(7))));
}
