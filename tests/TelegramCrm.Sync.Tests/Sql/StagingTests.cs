using NodaTime;
using TelegramCrm.Sync.Transform;

namespace TelegramCrm.Sync.Tests.Sql;

public sealed class StagingTests
{
    [Fact]
    public void Smoke()
    {
        using var connection = RealFolder.EmptyWarehouse();
        var folder = RealFolder.Load();
        var built = new Transformation([.. folder.Models.Where(m => m.Relation.StartsWith("staging.", StringComparison.Ordinal))]).Run(connection, Instant.FromUtc(2026, 1, 1, 0, 0));
        Assert.Equal(7, built.Count);
        var results = new DataTests(folder.Tests).Run(connection);
        Assert.All(results, r => Assert.True(r.Passed));
        DataTests.Record(connection, "r", Instant.FromUtc(2026, 1, 1, 0, 0), results);
    }
}
