using CsCheck;
using NodaTime;
using TelegramCrm.Sync.Extract;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Extract;

public sealed class HighWaterMarkTests
{
    private static readonly Duration Settle = Duration.FromSeconds(60);

    [Fact]
    public void A_record_from_the_future_moves_the_mark_only_to_the_settled_edge()
    {
        var mark = new HighWaterMark(Noon - Duration.FromHours(1));
        var moved = mark.Advance(newestSeen: Noon + Duration.FromDays(365), serverNow: Noon, Settle);
        Assert.Equal(Noon - Settle, moved.At);
    }

    [Fact]
    public void The_mark_never_moves_back_and_never_past_the_settled_edge_or_what_was_seen()
    {
        var seconds = Gen.Int[-100_000, 100_000].Select(s => Noon + Duration.FromSeconds(s));
        Gen.Select(seconds, seconds, seconds).Sample((at, newest, server) =>
        {
            var moved = new HighWaterMark(at).Advance(newest, server, Settle);
            return moved.At >= at && (moved.At == at || (moved.At <= newest && moved.At <= server - Settle));
        });
    }

    [Fact]
    public void A_stream_that_was_never_read_is_asked_for_everything() => Assert.Null(HighWaterMark.None.Since(Duration.FromMinutes(5)));
}
