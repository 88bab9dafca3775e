using System.Runtime.InteropServices;
using TelegramCrm.Sync.Publish;

namespace TelegramCrm.Sync.Tests.Publish;

/// <summary>A version's database begins as that of the version which it pushes out.</summary>
public sealed partial class InheritedDatabaseTests : IDisposable
{
    private readonly Newsroom newsroom = new();

    [Fact]
    public async Task The_database_of_the_version_that_makes_way_is_taken_over()
    {
        var first = await PublishChangeAsync();
        using var file = File.OpenRead(Path.Combine(first.Path, "warehouse.duckdb"));
        await PublishChangeAsync();

        var third = await PublishChangeAsync();

        using var taken = File.OpenRead(Path.Combine(third.Path, "warehouse.duckdb"));
        Assert.Equal(await BytesOfAsync(taken), await BytesOfAsync(file)); // what was the first's is the third's now
        Assert.Equal(["2", "3"], newsroom.Versions());
        newsroom.MustHoldTheWarehouse();
    }

    [Fact]
    public async Task While_a_reader_of_this_process_has_it_open_it_stays_as_it_is()
    {
        var first = await PublishChangeAsync();
        using var reader = PublishedSnapshot.Open(newsroom.Folder);
        using (PublishedSnapshot.Open(newsroom.Folder)) // DuckDB's own lock ends with the first reader that goes
        {
        }
        using var file = File.OpenRead(Path.Combine(first.Path, "warehouse.duckdb"));
        var before = await BytesOfAsync(file);
        await PublishChangeAsync();

        await PublishChangeAsync();

        Assert.Equal(before, await BytesOfAsync(file));
        using var rows = reader.Query("select count(*) from analytics.agents", CancellationToken.None);
        Assert.Equal(2L, rows.Read().Single()[0]);
        newsroom.MustHoldTheWarehouse();
    }

    [Fact]
    public async Task While_a_DuckDB_of_another_process_has_it_open_it_stays_as_it_is()
    {
        if (!OperatingSystem.IsLinux())
            return; // the lock is taken as Linux takes it
        var first = await PublishChangeAsync();
        using var file = File.OpenRead(Path.Combine(first.Path, "warehouse.duckdb"));
        var whole = new FileLock { Type = 0, Whence = 0 }; // a lock for reading, as DuckDB's, but of the open file: to this process it is another's
        Assert.Equal(0, Lock((int)file.SafeFileHandle.DangerousGetHandle(), LockOpenFile, ref whole));
        var before = await BytesOfAsync(file);
        await PublishChangeAsync();

        await PublishChangeAsync();

        Assert.Equal(before, await BytesOfAsync(file));
        newsroom.MustHoldTheWarehouse();
    }

    [Fact]
    public async Task One_that_is_not_whole_is_not_taken_over()
    {
        var first = await PublishChangeAsync();
        using (var file = File.OpenWrite(Path.Combine(first.Path, "warehouse.duckdb")))
            file.SetLength(file.Length - 1);
        await PublishChangeAsync();
        await PublishChangeAsync();
        newsroom.MustHoldTheWarehouse();
    }

    [Fact]
    public async Task One_that_is_not_a_database_is_not_taken_over()
    {
        var first = await PublishChangeAsync();
        using (var file = File.OpenWrite(Path.Combine(first.Path, "warehouse.duckdb")))
            file.Write(new byte[16_384]);
        await PublishChangeAsync();
        await PublishChangeAsync();
        newsroom.MustHoldTheWarehouse();
    }

    [Theory]
    [InlineData("1.partial")]
    [InlineData("3.partial")]
    public async Task A_process_that_died_after_taking_it_leaves_the_current_version_and_one_that_can_follow(string diedWith)
    {
        var first = await PublishChangeAsync();
        await PublishChangeAsync();
        Directory.Move(first.Path, newsroom.PathOf("versions", "1.partial"));
        Directory.CreateDirectory(newsroom.PathOf("versions", "3.partial"));
        if (diedWith == "3.partial")
            File.Move(newsroom.PathOf("versions", "1.partial", "warehouse.duckdb"), newsroom.PathOf("versions", "3.partial", "warehouse.duckdb"));
        File.WriteAllText(newsroom.PathOf("versions", "3.partial", "warehouse.duckdb.wal"), "half of what it wrote");

        Assert.Equal(3L, newsroom.Ask("select count(*) from analytics.agents"));
        await PublishChangeAsync();

        Assert.Equal(["2", "3"], newsroom.Versions());
        newsroom.MustHoldTheWarehouse();
    }

    [Fact]
    public async Task A_publication_that_fails_after_taking_it_leaves_the_current_version_and_one_that_can_follow()
    {
        await PublishChangeAsync();
        await PublishChangeAsync();
        File.WriteAllText(newsroom.PathOf("versions", "3"), "in the way");
        await Assert.ThrowsAnyAsync<IOException>(PublishChangeAsync);
        Assert.Equal(3L, newsroom.Ask("select count(*) from analytics.agents"));
        File.Delete(newsroom.PathOf("versions", "3"));

        await PublishChangeAsync();

        newsroom.MustHoldTheWarehouse();
    }

    [Fact]
    public async Task One_that_grew_by_more_than_half_is_written_from_nothing()
    {
        await PublishChangeAsync();
        newsroom.Run("create table analytics.noise as select hash(i) as a, hash(i, 1) as b, hash(i, 2) as c, hash(i, 3) as d, hash(i, 4) as e from range(700000) as numbers(i)");
        await PublishChangeAsync();
        var grown = Manifest.Read(newsroom.Current()).Database;

        await PublishChangeAsync();
        await PublishChangeAsync();

        var compact = Manifest.Read(newsroom.Current()).Database;
        Assert.True(grown.CompactBytes < grown.Bytes / 2);
        Assert.InRange(compact.CompactBytes, compact.Bytes / 2, compact.Bytes);
    }

    private async Task<PublishedVersion> PublishChangeAsync()
    {
        newsroom.Run("insert into analytics.agents values ('more', 'More', null, null)");
        return await newsroom.PublishAsync(keepVersions: 2);
    }

    private static async Task<string> BytesOfAsync(FileStream file)
    {
        file.Position = 0;
        return Convert.ToHexString(await System.Security.Cryptography.SHA256.HashDataAsync(file));
    }

    private const int LockOpenFile = 37; // F_OFD_SETLK

    [StructLayout(LayoutKind.Sequential)]
    private struct FileLock
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Lock(int descriptor, int command, ref FileLock wanted);

    public void Dispose() => newsroom.Dispose();
}
