using Dapper;
using Shouldly;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Tests.State;

public sealed class SqliteStateTests : StateStoreContract, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("state-").FullName;

    private protected override IStateEngine Engine => new SqliteState(Database);

    private string Database => Path.Combine(folder, "data", "state.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_connection_waits_for_the_disk_and_for_other_writers_and_holds_foreign_keys()
    {
        using var connection = StateStore.Open(Engine).Connect();
        connection.ExecuteScalar<string>("pragma journal_mode").ShouldBe("wal");
        connection.ExecuteScalar<int>("pragma synchronous").ShouldBe(2);
        connection.ExecuteScalar<int>("pragma busy_timeout").ShouldBeGreaterThanOrEqualTo(10_000);
        connection.ExecuteScalar<int>("pragma foreign_keys").ShouldBe(1);
    }

    [Fact]
    public void Only_the_owner_may_read_the_file_and_its_log()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var connection = StateStore.Open(Engine).Connect();
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(Database)!))
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
    }
}
