using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using TelegramCrm.Connectors.SqlStaging;

namespace TelegramCrm.Connectors.Tests.SqlStaging;

public sealed class SqlStagingCheckTests
{
    private const string Table = "create table support.tickets (external_key text primary key, pushed_at timestamptz, deleted_at timestamptz)";

    private readonly StagingDatabase database = new();

    [SkippableFact]
    public async Task A_check_writes_nothing_and_says_what_can_be_made()
    {
        (await CheckAsync(database.Settings())).ShouldSatisfyAllConditions(check => check.IsReady.ShouldBeTrue(), check => check.Message.ShouldContain("make 1 more"));
        database.Has("support.tickets").ShouldBeFalse();
    }

    [SkippableTheory]
    [InlineData("", "may not use schema support")]
    [InlineData("usage on schema support", "grant create on it")]
    public async Task A_user_who_may_not_make_the_tables_is_not_ready(string right, string remedy) =>
        (await CheckAsync(database.SettingsOfStranger(right is "" ? [] : [right])))
            .ShouldSatisfyAllConditions(check => check.IsReady.ShouldBeFalse(), check => check.Message.ShouldContain(remedy));

    [SkippableFact]
    public async Task A_user_who_may_only_read_the_table_is_not_ready()
    {
        database.Execute(Table);
        (await CheckAsync(database.SettingsOfStranger("usage on schema support", "select on support.tickets")))
            .ShouldSatisfyAllConditions(check => check.IsReady.ShouldBeFalse(), check => check.Message.ShouldContain("may not insert"));
        (await CheckAsync(database.SettingsOfStranger("usage on schema support", "select, insert, update on support.tickets"))).IsReady.ShouldBeTrue();
    }

    [SkippableTheory]
    [InlineData("alter table support.tickets drop constraint tickets_pkey", "unique")]
    [InlineData("alter table support.tickets drop column deleted_at", "deleted_at")]
    [InlineData("alter database {0} set default_transaction_read_only = on", "only reads")]
    [InlineData("drop schema support cascade", "no schema support")]
    public async Task What_would_break_a_push_is_said_before_it(string change, string said)
    {
        database.Execute(Table);
        database.Execute(string.Format(null, change, database.Query<string>("select current_database()").Single()));
        Npgsql.NpgsqlConnection.ClearAllPools();
        (await CheckAsync(database.Settings())).ShouldSatisfyAllConditions(check => check.IsReady.ShouldBeFalse(), check => check.Message.ShouldContain(said));
    }

    [SkippableFact]
    public async Task A_wrong_password_is_said_and_not_repeated()
    {
        var settings = database.SettingsOfStranger();
        var wrong = settings with { ConnectionString = settings.ConnectionString.Replace("Kennwort-7h", "Kennwort-falsch", StringComparison.Ordinal) };
        var failure = await Should.ThrowAsync<Npgsql.PostgresException>(() => CheckAsync(wrong));
        failure.ToString().ShouldContain("password authentication failed");
        failure.ToString().ShouldNotContain("Kennwort");
    }

    [Theory]
    [InlineData("""{}""", "connection")]
    [InlineData("""{"connection": "Host=db;Kennwort=geheim-77"}""", "connection")]
    [InlineData("""{"connection": "Host=db.example.org;Password=geheim-77"}""", "connection")]
    [InlineData("""{"connection": "Database=erp;Password=geheim-77"}""", "connection")]
    [InlineData("""{"connection": "Host=localhost", "schema": ""}""", "schema")]
    [InlineData("""{"connection": "Host=localhost", "schema": "s", "entities": []}""", "entities")]
    [InlineData("""{"connection": "Host=localhost", "schema": "s", "entities": ["tickets", "Tickets"]}""", "entities[1]")]
    [InlineData("""{"connection": "Host=localhost", "schema": "s", "entities": ["a", "a"]}""", "entities[1]")]
    [InlineData("""{"connection": "Host=localhost", "schema": "s", "entities": ["a"], "rowsPerBatch": 0}""", "rowsPerBatch")]
    [InlineData("""{"connection": "Host=localhost", "schema": "s", "entities": ["a"], "removed": "keep"}""", "removed")]
    [InlineData("""{"connection": "Host=localhost", "schema": "s", "entities": ["a"], "types": {"a.b": "text; drop table x"}}""", "types.a.b")]
    [InlineData("""{"connection": "Host=localhost", "schema": "s", "entities": ["a"], "table": "x"}""", "table")]
    public void A_setting_that_can_t_be_meant_is_named_and_no_secret_is_repeated(string settings, string named)
    {
        var mistake = Should.Throw<ConnectorSettingsException>(() => SqlStagingSettings.Read(JsonSerializer.Deserialize<JsonObject>(settings)!));
        mistake.Setting.ShouldBe(named);
        mistake.ToString().ShouldNotContain("geheim");
    }

    private static Task<CheckResult> CheckAsync(SqlStagingSettings settings) => new SqlStagingConnector(settings).CheckAsync(default);
}
