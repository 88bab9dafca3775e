using System.Text.Json;
using Shouldly;
using TelegramCrm.Connectors.SqlStaging;

namespace TelegramCrm.Connectors.Tests.SqlStaging;

public sealed class SqlStagingTests
{
    private readonly StagingDatabase database = new();
    private int batches;

    [SkippableFact]
    public async Task A_table_is_made_with_a_type_for_each_kind_of_value()
    {
        await WriteAsync(Record("T-1", """
            {"subject": "printer", "seconds": 5400, "price": 1.5, "met": true, "tags": ["a"], "created_at": "2026-03-01T08:00:00.250000Z", "day": "2026-03-01", "note": null}
            """));
        database.Columns("tickets").ShouldBe([
            "created_at timestamp with time zone", "day date", "deleted_at timestamp with time zone", "external_key text", "met boolean", "price numeric",
            "pushed_at timestamp with time zone", "seconds numeric", "subject text", "tags jsonb",
        ]);
        database.Query<string>("select to_char(created_at at time zone 'UTC', 'HH24:MI:SS.MS') || ' ' || day || ' ' || price || ' ' || seconds || ' ' || tags from support.tickets")
            .ShouldBe(["08:00:00.250 2026-03-01 1.5 5400 [\"a\"]"]);
    }

    [SkippableFact]
    public async Task Text_that_happens_to_read_like_a_date_makes_a_column_of_text()
    {
        await WriteAsync(Record("T-1", """{"subject": "2026-03-14"}"""), Record("T-2", """{"subject": "2026-03-14T00:00:00Z"}"""));
        database.Columns("tickets").ShouldContain("subject text");
    }

    [SkippableFact]
    public async Task A_column_that_has_had_no_value_yet_is_made_with_its_first_one_or_as_the_settings_say()
    {
        var settings = database.Settings() with { Types = new Dictionary<string, string> { ["tickets.sla_policy"] = "text" } };
        await WriteAsync(settings, Record("T-1", """{"subject": "printer", "sla_policy": null, "score": null}"""));
        database.Columns("tickets").Where(column => column.StartsWith('s')).ShouldBe(["sla_policy text", "subject text"]);
        await WriteAsync(settings, Record("T-2", """{"subject": "router", "sla_policy": null, "score": 4}"""));
        database.Columns("tickets").Where(column => column.StartsWith('s')).ShouldBe(["score numeric", "sla_policy text", "subject text"]);
    }

    [SkippableFact]
    public async Task A_field_that_a_mapping_gains_is_a_column_more_and_no_edit_of_the_other_rows()
    {
        var first = await WriteAsync(Record("T-1", """{"subject": "printer"}"""), Record("T-2", """{"subject": "router"}"""));
        (await WriteAsync(Record("T-1", """{"subject": "printer", "queue": "Billing"}""", first[0])))[0].Revision.ShouldNotBe(first[0].Revision);
        (await Connector().FindAsync(Key("T-2"), default)).ShouldBe(first[1]);
    }

    [SkippableFact]
    public async Task A_table_that_others_made_is_taken_as_it_is()
    {
        database.Execute(""""
            create table support.tickets (external_key varchar(40) primary key, "Betreff ""neu""" varchar(10) not null, imported_at timestamptz default now(),
                pushed_at timestamptz, deleted_at timestamptz)
            """");
        await WriteAsync(Record("T-1", """{"Betreff \"neu\"": "printer"}"""));
        database.Query<string>("select \"Betreff \"\"neu\"\"\" from support.tickets").ShouldBe(["printer"]);
    }

    [SkippableFact]
    public async Task Names_are_names_whatever_stands_in_them()
    {
        var field = "x\"; drop schema support cascade; --'\\";
        await WriteAsync(Record("T-1'; drop schema support cascade; --", JsonSerializer.Serialize(new Dictionary<string, string> { [field] = "'; drop schema support cascade; --" })));
        database.Query<string>("select column_name from information_schema.columns where table_name = 'tickets' and column_name like 'x%'").ShouldBe([field]);
        database.Query<int>("select count(*)::int from support.tickets").ShouldBe([1]);
    }

    [SkippableTheory]
    [InlineData("external_key")]
    [InlineData("deleted_at")]
    [InlineData("a_name_that_is_longer_than_the_sixty_three_bytes_that_postgresql_keeps")]
    public async Task A_field_that_no_column_can_be_made_for_is_refused_by_its_name(string field)
    {
        var refused = (await Connector().WriteAsync(Batch(Record("T-1", $$"""{"{{field}}": "x"}""")), default)).ShouldHaveSingleItem().ShouldBeOfType<RecordRefused>();
        refused.Refusal.Field.ShouldBe(field);
        database.Has("support.tickets").ShouldBeFalse();
    }

    [SkippableTheory]
    [InlineData("""{"subject": "too long for it", "day": "2026-03-01", "queue": "Billing"}""", "subject", "too long")]
    [InlineData("""{"subject": "printer", "day": "2026-02-30", "queue": "Billing"}""", "day", "out of range")]
    [InlineData("""{"subject": "printer", "day": "2026-03-01", "queue": null}""", "queue", "null value")]
    public async Task What_a_column_does_not_take_is_refused_with_the_database_s_words_and_the_field(string fields, string field, string words)
    {
        MakeStrictTable();
        var refused = (await Connector().WriteAsync(Batch(Record("T-1", fields)), default)).ShouldHaveSingleItem().ShouldBeOfType<RecordRefused>();
        refused.Refusal.Field.ShouldBe(field);
        refused.Refusal.Reason.ShouldContain(words);
        database.Query<int>("select count(*)::int from support.tickets").ShouldBe([0]);
    }

    [SkippableFact]
    public async Task A_batch_with_a_bad_record_is_refused_whole_and_nothing_of_it_stays()
    {
        MakeStrictTable();
        var good = Record("T-1", """{"subject": "printer", "day": "2026-03-01", "queue": "Billing"}""");
        var bad = Record("T-2", """{"subject": "printer", "day": "2026-03-01", "queue": null}""");
        var refusal = await Should.ThrowAsync<BatchRefusedException>(() => Connector().WriteAsync(Batch(good, bad), default));
        refusal.Field.ShouldBe("queue");
        database.Query<int>("select count(*)::int from support.tickets").ShouldBe([0]);
    }

    [SkippableFact]
    public async Task A_closed_period_is_said_by_the_trigger_that_guards_it()
    {
        await WriteAsync(Record("T-1", """{"day": "2026-03-01"}"""));
        Guard("raise exception 'period 2026-02 is closed'");
        var refused = (await Connector().WriteAsync(Batch(Record("T-2", """{"day": "2026-02-01"}""")), default)).ShouldHaveSingleItem().ShouldBeOfType<RecordRefused>();
        refused.Refusal.Reason.ShouldBe("period 2026-02 is closed");
    }

    [SkippableFact]
    public async Task A_row_that_a_trigger_throws_away_in_silence_is_noticed()
    {
        await WriteAsync(Record("T-1", """{"day": "2026-03-01"}"""));
        Guard("return null");
        var refused = (await Connector().WriteAsync(Batch(Record("T-2", """{"day": "2026-02-01"}""")), default)).ShouldHaveSingleItem().ShouldBeOfType<RecordRefused>();
        refused.Refusal.Reason.ShouldContain("did not keep the row");
    }

    [SkippableTheory]
    [InlineData("update support.tickets set subject = 'by hand' where external_key = 'T-1'", true)]
    [InlineData("update support.tickets set deleted_at = now() where external_key = 'T-1'", true)]
    [InlineData("delete from support.tickets where external_key = 'T-1'", false)]
    public async Task An_edit_or_a_deletion_by_somebody_else_is_noticed_and_nothing_is_written_over_it(string edit, bool isThere)
    {
        var first = await WriteAsync(Record("T-1", """{"subject": "printer"}"""), Record("T-2", """{"subject": "router"}"""));
        database.Execute(edit);
        var present = await Connector().FindAsync(Key("T-1"), default);
        (present is not null).ShouldBe(isThere);
        var results = await Connector().WriteAsync(Batch(Record("T-1", """{"subject": "fire"}""", first[0]), Record("T-2", """{"subject": "fire"}""", first[1])), default);
        results.OfType<RecordDrifted>().ShouldHaveSingleItem().ShouldBe(new RecordDrifted(Key("T-1"), present));
        results.OfType<RecordWritten>().ShouldHaveSingleItem().Key.ShouldBe(Key("T-2"));
        database.Query<string>("select subject from support.tickets where external_key = 'T-1' and subject = 'fire'").ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task What_a_reader_notes_in_a_column_of_its_own_is_no_edit()
    {
        var first = await WriteAsync(Record("T-1", """{"subject": "printer"}"""));
        database.Execute("alter table support.tickets add column imported boolean; update support.tickets set imported = true");
        var settings = database.Settings() with { ReadersColumns = ["imported"] };
        (await WriteAsync(settings, Record("T-1", """{"subject": "fire"}""", first[0]))).ShouldHaveSingleItem();
        database.Query<bool>("select imported from support.tickets").ShouldBe([true]);
    }

    [SkippableFact]
    public async Task A_removed_record_is_marked_and_is_there_again_when_it_comes_back()
    {
        var first = await WriteAsync(Record("T-1", """{"subject": "printer"}"""));
        await Connector().RemoveAsync(Batch(Record("T-1", """{"subject": "printer"}""", first[0])), default);
        database.Query<DateTime>("select deleted_at from support.tickets").ShouldBe([new DateTime(2026, 3, 14, 2, 0, 2, DateTimeKind.Utc)]);
        await WriteAsync(Record("T-1", """{"subject": "printer"}"""));
        database.Query<string>("select subject from support.tickets where deleted_at is null").ShouldBe(["printer"]);
    }

    [SkippableFact]
    public async Task A_removed_record_is_deleted_where_the_settings_say_so_and_removing_it_twice_is_removing_it()
    {
        var connector = new SqlStagingConnector(database.Settings() with { DeletesRows = true });
        var first = await WriteAsync(Record("T-1", """{"subject": "printer"}"""));
        for (var attempt = 0; attempt < 2; attempt++)
            (await connector.RemoveAsync(Batch(Record("T-1", """{"subject": "printer"}""", first[0])), default)).ShouldBe([new RecordRemoved(Key("T-1"))]);
        database.Query<int>("select count(*)::int from support.tickets").ShouldBe([0]);
    }

    private void MakeStrictTable() => database.Execute("""
        create table support.tickets (external_key text primary key, subject varchar(10), day date, queue text not null, pushed_at timestamptz not null, deleted_at timestamptz)
        """);

    private void Guard(string act) => database.Execute($"""
        create function support.guard() returns trigger language plpgsql as $$ begin if new.day < '2026-03-01' then {act}; end if; return new; end $$;
        create trigger guard before insert or update on support.tickets for each row execute function support.guard();
        """);

    private SqlStagingConnector Connector() => new(database.Settings());

    private Task<IReadOnlyList<RemoteRecord>> WriteAsync(params PushRecord[] records) => WriteAsync(database.Settings(), records);

    private async Task<IReadOnlyList<RemoteRecord>> WriteAsync(SqlStagingSettings settings, params PushRecord[] records) =>
        [.. (await new SqlStagingConnector(settings).WriteAsync(Batch(records), default)).Select(result => result.ShouldBeOfType<RecordWritten>()).OrderBy(result => result.Key.Value, StringComparer.Ordinal).Select(result => result.Remote)];

    private PushBatch Batch(params PushRecord[] records) => new($"run-{++batches:0000}", new DateTimeOffset(2026, 3, 14, 2, 0, batches, TimeSpan.Zero), "tickets", records);

    private static ExternalKey Key(string value) => new("tickets", value);

    private static PushRecord Record(string key, string fields, RemoteRecord? known = null) =>
        new(Key(key), JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(fields)!, known);
}
