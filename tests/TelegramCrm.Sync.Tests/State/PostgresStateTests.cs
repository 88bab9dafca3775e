using Dapper;
using Shouldly;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Tests.State;

public sealed class PostgresStateTests : StateStoreContract
{
    private readonly Lazy<IStateEngine> engine = new(() => PostgresServer.NewState());

    private protected override IStateEngine Engine => engine.Value;

    [SkippableFact]
    public void What_is_committed_is_on_the_disk_whatever_the_server_s_default()
    {
        using var connection = StateStore.Open(Engine).Connect();
        connection.ExecuteScalar<string>("show synchronous_commit").ShouldBe("on");
    }

    [SkippableFact]
    public void The_tables_stand_in_a_schema_of_their_own()
    {
        using var connection = StateStore.Open(Engine).Connect();
        connection.Query<string>("select distinct schemaname::text from pg_tables where tablename in ('inbox', 'leases', 'push_ledger')").ShouldBe(["tgcrm"]);
    }

    [Fact]
    public void A_server_that_can_t_be_reached_is_named_without_its_password()
    {
        var refused = Should.Throw<StateUnavailableException>(() => StateStore.Open(new PostgresState("Host=127.0.0.1;Port=1;Username=u;Password=hunter2-hunter2;Database=d")));
        refused.Message.ShouldStartWith("PostgreSQL 127.0.0.1:1/d: ");
        refused.ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public void A_connection_string_that_can_t_be_read_is_not_repeated() =>
        Should.Throw<ArgumentException>(() => new PostgresState("Host=h;Passwort=hunter2-hunter2")).ToString().ShouldNotContain("hunter2");
}
