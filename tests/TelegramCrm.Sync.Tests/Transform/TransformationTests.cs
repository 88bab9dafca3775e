using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Tests.Sql;
using TelegramCrm.Sync.Transform;

namespace TelegramCrm.Sync.Tests.Transform;

public sealed class TransformationTests : IDisposable
{
    private static readonly Instant AsOf = Instant.FromUtc(2026, 3, 1, 12, 0) + Duration.FromMilliseconds(250);

    private readonly SqlFiles files = new();
    private readonly DuckDBConnection connection = SqlWarehouse.Empty();

    public TransformationTests()
    {
        connection.Execute("create or replace table raw.tickets as select 7 as id; drop table staging.working_intervals; drop table staging.calendars");
    }

    [Fact]
    public void Every_relation_is_built_in_order_and_counted()
    {
        files.Model("analytics/a.sql", "staging.b").Write("staging/b.sql", "-- staging.b: b\n-- grain: b · key: id · inputs: raw.tickets\ncreate or replace table staging.b as select unnest(range(3)) as id from raw.tickets");
        var built = Run();
        Assert.Equal([("staging.b", 3), ("analytics.a", 3)], built.Select(relation => (relation.Relation, relation.Rows)));
    }

    [Fact]
    public void The_files_see_the_instant_they_are_computed_for()
    {
        files.Write("analytics/a.sql", "-- analytics.a: a\n-- grain: a · key: as_of · inputs:\ncreate or replace table analytics.a as select getvariable('as_of') as as_of");
        Run();
        Assert.True(connection.QuerySingle<bool>("select as_of = timestamptz '2026-03-01 12:00:00.25+00' from analytics.a"));
        Assert.Equal("TIMESTAMP WITH TIME ZONE", connection.QuerySingle<string>("select typeof(as_of) from analytics.a"));
    }

    [Fact]
    public void When_one_fails_none_has_changed_and_the_file_is_named()
    {
        files.Write("staging/b.sql", "-- staging.b: b\n-- grain: b · key: id · inputs: raw.tickets\ncreate or replace table staging.b as select id from raw.tickets")
            .Write("analytics/a.sql", "-- analytics.a: a\n-- grain: a · key: id · inputs: staging.b\ncreate or replace table analytics.a as select id, if(id = 8, error('eight'), 0) as checked from staging.b");
        Run();
        connection.Execute("update raw.tickets set id = 8");

        var refused = Assert.Throws<SqlFileException>(() => Run());
        Assert.Equal("sql/analytics/a.sql: Invalid Input Error: eight; nothing was changed; mend the file and run `tgcrm transform`", refused.Message);
        Assert.Equal("sql/analytics/a.sql", refused.File);
        Assert.Equal(7, connection.QuerySingle<int>("select id from staging.b"));
        Assert.Equal(7, connection.QuerySingle<int>("select id from analytics.a"));
    }

    [Fact]
    public void A_relation_that_no_file_makes_must_be_there()
    {
        files.Model("analytics/a.sql", "staging.working_intervals");
        Assert.Equal(
            "sql/analytics/a.sql: reads staging.working_intervals, which no file makes and the database does not hold; correct the name, or add the file or the step that makes staging.working_intervals",
            Assert.Throws<SqlFileException>(() => Run()).Message);

        connection.Execute("create table staging.working_intervals as select 1 as id");
        Assert.Equal(1, Assert.Single(Run()).Rows);
    }

    [Fact]
    public void A_view_will_do_as_a_given_relation()
    {
        connection.Execute("create view staging.calendars as select 1 as id");
        Assert.Equal(1, Assert.Single(Run(files.Model("analytics/a.sql", "staging.calendars"))).Rows);
    }

    [Fact]
    public void Being_cancelled_leaves_everything_as_it_was()
    {
        files.Model("staging/b.sql", "raw.tickets");
        Assert.Throws<OperationCanceledException>(() => new Transformation(files.Load()).Run(connection, new("run", AsOf), new CancellationToken(canceled: true)));
        Assert.Equal(0, connection.QuerySingle<long>("select count(*) from information_schema.tables where table_schema = 'staging' and table_name = 'b'"));
    }

    [Fact]
    public void A_data_test_counts_the_bad_rows_and_shows_one()
    {
        files.Write("tests/small.sql", "-- Rows mean: too big.\nselect id, 'a \"word\"' as why from raw.tickets where id > 6 -- the last word\n;\n")
            .Write("tests/fine.sql", "-- Rows mean: never.\nwith none as (from raw.tickets where false) from none");
        var results = Test();
        Assert.Equal([("fine", 0, null, true), ("small", 1, """{"id":7,"why":"a \"word\""}""", false)], results.Select(result => (result.Test.Name, result.FailedRows, result.Example, result.Passed)));
        Assert.Equal("too big.", results[1].Test.RowsMean);
    }

    [Fact]
    public void A_key_must_be_unique_and_known_but_for_columns_that_may_be_null()
    {
        const string head = "-- staging.b: b\n-- grain: b · key: {0} · inputs:\ncreate or replace table staging.b as from (values (1, null), (1, 2), (null, 2), (3, 3), (3, 3), (4, null), (4, null)) as v(a, b)";
        Run(files.Write("staging/b.sql", head.Replace("{0}", "a, b?", StringComparison.Ordinal)));
        var result = Assert.Single(Test());
        Assert.Equal(("staging.b.key", 3), (result.Test.Name, result.FailedRows)); // (null, 2), (3, 3) twice, (4, null) twice
        Assert.Equal("staging.b holds a row twice, or one without a, b, so whatever joins or counts it is wrong.", result.Test.RowsMean);

        files.Write("staging/b.sql", head.Replace("{0}", "a, b", StringComparison.Ordinal));
        Assert.Equal(4, Assert.Single(Test()).FailedRows);
    }

    [Fact]
    public void A_test_that_cannot_run_is_named()
    {
        files.Write("tests/lost.sql", "-- Rows mean: nothing.\nselect 1 from raw.nowhere");
        Assert.StartsWith("sql/tests/lost.sql: lost cannot run: Catalog Error: Table with name nowhere does not exist!", Assert.Throws<SqlFileException>(Test).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_are_written_down_with_their_run()
    {
        files.Write("tests/a.sql", "-- Rows mean: a.\nfrom raw.tickets").Write("tests/b.sql", "-- Rows mean: b.\nfrom raw.tickets where false");
        DataTests.Record(connection, "run-1", AsOf, Test());
        DataTests.Record(connection, "run-2", AsOf, []);
        Assert.Equal(
            [("run-1", "a", 1, """{"id":7}""", AsOf.ToDateTimeUtc()), ("run-1", "b", 0, null, AsOf.ToDateTimeUtc())],
            connection.Query<(string, string, long, string?, DateTime)>("from ops.data_tests order by test"));
    }

    public void Dispose()
    {
        connection.Dispose();
        files.Dispose();
    }

    private IReadOnlyList<BuiltRelation> Run(SqlFiles? ready = null) => new Transformation((ready ?? files).Load()).Run(connection, new("run", AsOf)).Relations;

    private IReadOnlyList<DataTestResult> Test() => new DataTests(files.Load().Tests).Run(connection);
}
