using CsCheck;
using TelegramCrm.Sync.Transform;

namespace TelegramCrm.Sync.Tests.Transform;

public sealed class SqlFolderTests : IDisposable
{
    private readonly SqlFiles files = new();

    [Fact]
    public void A_model_tells_what_its_header_says()
    {
        var text = """
            -- analytics.answers: who answered,
            -- and when
            -- grain: ticket × turn · key: ticket_id, agent_id? · inputs: staging.messages,
            -- raw.tickets · means: docs/metrics.md#next-reply
            --
            -- Free words after an empty comment line.
            create or replace table analytics.answers as
            select ticket_id, author_id as agent_id from staging.messages semi join raw.tickets on id = ticket_id;
            """;
        var model = Assert.Single(files.Write("analytics/answers.sql", text).Load().Models);
        Assert.Equal(("sql/analytics/answers.sql", "analytics.answers", text), (model.File, model.Relation, model.Text));
        Assert.Equal(("who answered, and when", "ticket × turn", "docs/metrics.md#next-reply"), (model.Description, model.Grain, model.Means));
        Assert.Equal([new KeyColumn("ticket_id", MayBeNull: false), new KeyColumn("agent_id", MayBeNull: true)], model.Key);
        Assert.Equal(["raw.tickets", "staging.messages"], model.Inputs);
    }

    [Theory]
    [InlineData("from staging.a", "staging.a")]
    [InlineData("with a as (from staging.a), b as materialized (select * from a join staging.b using (id)) select * from b asof join staging.c on b.at >= c.at", "staging.a, staging.b, staging.c")]
    [InlineData("select 'from staging.no', \"from staging.no\" /* from staging.no */ -- from staging.no\nfrom staging.a as no", "staging.a")]
    [InlineData("select (select max(id) from staging.b), exists (from staging.c) from staging.a where id in (select id from staging.d)", "staging.a, staging.b, staging.c, staging.d")]
    [InlineData("from staging.a union all by name from staging.b except select * from staging.a", "staging.a, staging.b")]
    [InlineData("with recursive r as (select 1 as id union all select id + 1 from r semi join staging.a using (id)) from r", "staging.a")]
    [InlineData("select unnest(list) from (values ([1])) as v(list), range(3), staging.a, lateral (select 1 from staging.b)", "staging.a, staging.b")]
    [InlineData("select id, lag(id) over w from \"staging\".\"a\" window w as (order by id) qualify row_number() over w > 1", "staging.a")]
    [InlineData("select 1 as id", "")]
    public void Inputs_are_what_the_SQL_reads_and_nothing_else(string query, string inputs)
    {
        files.Write("analytics/x.sql", $"-- analytics.x: x\n-- grain: x · key: id · inputs: {inputs}\ncreate or replace table analytics.x as {query};");
        Assert.Equal(inputs, string.Join(", ", Assert.Single(files.Load().Models).Inputs));
    }

    [Fact]
    public void A_model_stands_after_all_it_reads()
    {
        files.Model("analytics/a.sql", "intermediate.c", "staging.z").Model("intermediate/topic/c.sql", "intermediate.b").Model("intermediate/b.sql", "staging.z").Model("staging/z.sql", "raw.tickets");
        Assert.Equal(["staging.z", "intermediate.b", "intermediate.c", "analytics.a"], files.Load().Models.Select(model => model.Relation));
    }

    [Fact]
    public void Any_web_without_a_circle_is_put_in_order()
    {
        // Model i may read those of a smaller rank; the rank is a shuffle, so that names tell nothing.
        var webs = Gen.Select(Gen.Shuffle(Enumerable.Range(0, 8).ToArray()), Gen.Int[0, (1 << 28) - 1]);
        webs.Sample((rank, edges) =>
        {
            using var web = new SqlFiles();
            foreach (var (index, place) in rank.Index())
                web.Model($"analytics/m{index}.sql", [.. rank.Index().Where(other => other.Item < place && (edges >> ((place * (place - 1) / 2) + other.Item) & 1) == 1).Select(other => $"analytics.m{other.Index}")]);

            var seen = new HashSet<string>(StringComparer.Ordinal);
            return web.Load().Models.All(model => model.Inputs.All(seen.Contains) && seen.Add(model.Relation)) && seen.Count == rank.Length;
        }, iter: 30);
    }

    [Fact]
    public void A_circle_is_refused_and_shown()
    {
        files.Model("analytics/a.sql", "analytics.b").Model("analytics/b.sql", "analytics.c").Model("analytics/c.sql", "analytics.b");
        Assert.Equal("sql/analytics/b.sql: reads itself: analytics.b reads analytics.c reads analytics.b; move what they share into a relation that both read", files.Refusal());
    }

    [Fact]
    public void A_model_that_reads_itself_is_refused() =>
        Assert.Equal("sql/analytics/a.sql: reads itself: analytics.a reads analytics.a; move what they share into a relation that both read", files.Model("analytics/a.sql", "analytics.a").Refusal());

    [Fact]
    public void Two_files_for_one_relation_are_refused() =>
        Assert.Equal("sql/intermediate/two/x.sql: sql/intermediate/one/x.sql makes intermediate.x too; rename one of them", files.Model("intermediate/one/x.sql").Model("intermediate/two/x.sql").Refusal());

    [Theory]
    [InlineData("-- analytics.x: x\n-- grain: x · key: id · inputs: staging.b\ncreate or replace table analytics.x as from staging.a", "the header's inputs are staging.b, but the SQL reads other relations; write `inputs: staging.a`")]
    [InlineData("-- analytics.x: x\n-- grain: x · key: id · inputs: staging.a, staging.b\ncreate or replace table analytics.x as from staging.a", "the header's inputs are staging.a, staging.b, but the SQL reads other relations; write `inputs: staging.a`")]
    [InlineData("-- analytics.x: x\n-- grain: x · key: id · inputs: staging.a\ncreate or replace table analytics.y as from staging.a", "makes analytics.y and its header says analytics.x; a file is named after its relation: both must be analytics.x")]
    [InlineData("-- analytics.y: x\n-- grain: x · key: id · inputs: staging.a\ncreate or replace table analytics.x as from staging.a", "makes analytics.x and its header says analytics.y; a file is named after its relation: both must be analytics.x")]
    [InlineData("create or replace table analytics.x as from staging.a", "does not open with a header; write `-- schema.name: what it holds`, then `-- grain: … · key: … · inputs: …`")]
    [InlineData("-- analytics.x: x\n-- grain: x · inputs: staging.a\ncreate or replace table analytics.x as from staging.a", "the header has no `key:`; the fields are grain, key, inputs, where not all is rebuilt each time rebuilt, and where figures are defined means")]
    [InlineData("-- analytics.x: x\n-- grain: x · key: · inputs: staging.a\ncreate or replace table analytics.x as from staging.a", "the header's key is empty; name the columns that tell one row from another")]
    [InlineData("-- analytics.x: x\n-- grain: x · keys: id · inputs: staging.a\ncreate or replace table analytics.x as from staging.a", "the header says `keys: id`; each of grain, key, rebuilt, inputs, means stands once, as `name: value`, with ` · ` between them")]
    [InlineData("-- analytics.x: x\n-- grain: x · key: id · inputs: staging.a\ncreate table analytics.x as from staging.a", "does not begin with `create or replace table schema.name as`; write that after the header; one file makes one relation")]
    [InlineData("-- analytics.x: x\n-- grain: x · key: id · inputs: staging.a\ncreate or replace table analytics.x as from staging.a; drop table raw.tickets", "DuckDB cannot parse it: Only SELECT statements can be serialized to json!; try the file in the duckdb shell")]
    [InlineData("-- analytics.x: x\n-- grain: x · key: id · inputs: staging.a\ncreate or replace table analytics.x as from staging.a; select 1", "holds more than one statement; one file makes one relation")]
    [InlineData("-- analytics.x: x\n-- grain: x · key: id · inputs: a\ncreate or replace table analytics.x as from a", "reads a without its schema; write schema.a")]
    [InlineData("-- analytics.x: x\n-- grain: x · key: id · inputs: staging.a\ncreate or replace table analytics.x as selec 1", "DuckDB cannot parse it: syntax error at or near \"selec\"; try the file in the duckdb shell")]
    public void A_file_that_breaks_a_rule_is_refused_with_the_remedy(string text, string refusal) =>
        Assert.Equal($"sql/analytics/x.sql: {refusal}", files.Write("analytics/x.sql", text).Refusal());

    [Fact]
    public void A_relation_rebuilt_by_ticket_reads_nothing_that_sums_up_tickets()
    {
        files.Write("staging/m.sql", Model("staging.m", "id", "by ticket", "raw.messages")).Model("analytics/days.sql", "staging.m").Write("analytics/x.sql", Model("analytics.x", "id", "by ticket", "analytics.days"));
        Assert.Equal("sql/analytics/x.sql: is rebuilt by ticket, and reads analytics.days, whose rows sum up many tickets; read what analytics.days is made of, or leave `rebuilt` out", files.Refusal());
    }

    [Fact]
    public void A_test_checked_ticket_by_ticket_reads_nothing_that_sums_up_tickets()
    {
        files.Write("staging/m.sql", Model("staging.m", "id", "by ticket", "raw.messages")).Model("analytics/days.sql", "staging.m");
        files.Write("tests/t.sql", "-- Rows mean: it is wrong.\n-- checked: ticket by ticket\nselect 1 from analytics.days where false");
        Assert.StartsWith("sql/tests/t.sql: is checked ticket by ticket, and reads analytics.days", files.Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("staging", "by ticket", "staging.other", "is rebuilt by ticket, and does not type one raw table; in staging read one table of raw, elsewhere read staging")]
    [InlineData("analytics", "by ticket", "raw.messages", "is rebuilt by ticket, and does not type one raw table; in staging read one table of raw, elsewhere read staging")]
    [InlineData("analytics", "by day", "staging.m", "is rebuilt by day, and its key does not begin with day; add the column, or leave `rebuilt` out")]
    [InlineData("analytics", "by week", "staging.m", "the header says `rebuilt: by week`; write `by ticket` or `by day`, or leave it out for a relation that is rebuilt whole")]
    public void A_header_says_of_what_a_relation_is_rebuilt(string layer, string rebuilt, string input, string refusal) =>
        Assert.Equal($"sql/{layer}/x.sql: {refusal}", files.Write($"{layer}/x.sql", Model($"{layer}.x", "id", rebuilt, input)).Refusal());

    [Fact]
    public void A_data_test_says_what_its_rows_mean()
    {
        var test = Assert.Single(files.Write("tests/clocks/no_negative.sql", "-- Rows mean: a clock runs\n-- backwards.\nselect 1 where false;\n").Load().Tests);
        Assert.Equal(("no_negative", "sql/tests/clocks/no_negative.sql", "a clock runs backwards."), (test.Name, test.File, test.RowsMean));
    }

    [Fact]
    public void A_data_test_that_does_not_say_so_is_refused() =>
        Assert.Equal("sql/tests/x.sql: does not open with `-- Rows mean: …`; say in a sentence what is wrong when it returns rows, and what it spoils", files.Write("tests/x.sql", "select 1").Refusal());

    [Fact]
    public void A_folder_that_is_not_there_is_named() =>
        Assert.StartsWith("/nowhere/sql: no such folder", Assert.Throws<DirectoryNotFoundException>(() => SqlFolder.Load("/nowhere/sql")).Message, StringComparison.Ordinal);

    public void Dispose() => files.Dispose();

    private static string Model(string relation, string key, string rebuilt, string input) =>
        $"-- {relation}: x\n-- grain: x · key: {key} · rebuilt: {rebuilt} · inputs: {input}\ncreate or replace table {relation} as select * from {input}";
}
