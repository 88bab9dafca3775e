using CsCheck;
using NodaTime;
using TelegramCrm.Sync.Warehouse;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Warehouse;

public sealed class CoverageTests : IDisposable
{
    private static readonly Gen<VersionSpan> AnySpan = Gen.Select(Gen.Int[0, 40], Gen.Int[-1, 12], Gen.Int[0, 9], (from, length, kind) => kind switch
    {
        0 => new VersionSpan(VersionSpan.Beginning, At(from)),
        1 => new VersionSpan(At(from), VersionSpan.NoEnd),
        _ => new VersionSpan(At(from), At(from + length)),
    });

    private readonly TestWarehouse warehouse = new();

    [Fact]
    public void The_order_in_which_spans_are_added_makes_no_difference() => Gen.Select(AnySpan.List[0, 8], Gen.Int[0, 10_000]).Sample((spans, seed) =>
        Assert.Equal(Of(spans).Spans, Of(spans.OrderBy(_ => seed = unchecked((seed * 1_103_515_245) + 12_345))).Spans));

    [Fact]
    public void Merged_spans_ascend_and_never_touch() => AnySpan.List[0, 8].Sample(spans =>
    {
        var covered = Of(spans).Spans;
        Assert.All(covered, span => Assert.False(span.IsEmpty));
        Assert.All(covered.Zip(covered.Skip(1)), pair => Assert.True(pair.First.Until < pair.Second.From));
    });

    [Fact]
    public void An_instant_is_covered_exactly_when_a_span_that_was_added_holds_it_and_else_lies_in_a_gap_or_behind() => AnySpan.List[0, 8].Sample(spans =>
    {
        var coverage = Of(spans);
        for (var second = -1; second < 60; second++)
        {
            var isAdded = spans.Exists(span => Holds(span, At(second)));
            Assert.Equal(isAdded, coverage.Spans.Any(span => Holds(span, At(second))));
            Assert.Equal(isAdded, coverage.Covers(new VersionSpan(At(second), At(second + 1))));
            Assert.Equal(!isAdded && coverage.Spans.Any(span => span.From > At(second)), coverage.Gaps.Any(gap => Holds(gap, At(second))));
        }
    });

    [Fact]
    public void What_is_written_is_read_again_and_stays_with_its_stream() => AnySpan.List[0, 5].Where(spans => spans.TrueForAll(span => span.Until != VersionSpan.NoEnd)).Sample(spans =>
    {
        using var connection = warehouse.Connect();
        Coverage.Forget(connection, "tickets");
        foreach (var span in spans)
            Coverage.Add(connection, "tickets", span);
        Assert.Equal(Of(spans).Spans, Coverage.Read(connection, "tickets").Spans);
        Assert.Empty(Coverage.Read(connection, "agents").Spans);
    }, iter: 20, threads: 1);

    private static Coverage Of(IEnumerable<VersionSpan> spans) => spans.Aggregate(Coverage.None, (sum, span) => sum.With(span));

    private static bool Holds(VersionSpan span, Instant at) => span.From <= at && at < span.Until;

    private static Instant At(int second) => Noon + Duration.FromSeconds(second);

    public void Dispose() => warehouse.Dispose();
}
