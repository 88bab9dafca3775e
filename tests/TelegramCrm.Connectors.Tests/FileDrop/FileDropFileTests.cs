using System.Text.Json;
using Shouldly;
using TelegramCrm.Connectors.FileDrop;

namespace TelegramCrm.Connectors.Tests.FileDrop;

public sealed class FileDropFileTests : IDisposable
{
    private static readonly DateTimeOffset Night = new(2026, 3, 14, 2, 0, 0, TimeSpan.Zero);

    private readonly DropFolder drop = new();

    public void Dispose() => drop.Dispose();

    [Fact]
    public async Task A_file_and_its_manifest_say_the_same_and_nothing_else_is_left_in_the_folder()
    {
        await WriteAsync(Batch(
            Record("T-1", """{"customer": "c-7", "queue": "Billing, EU", "created_at": "2026-03-01T08:00:00Z", "seconds": 5400, "price": 1.50, "met": true, "tags": ["a","b"], "note": null}"""),
            Record("T-2", """{"customer": "c-8", "queue": "say \"hi\"", "created_at": "2026-03-02T08:00:00Z", "seconds": -1, "price": 0, "met": false, "tags": [], "note": ""}""")));
        drop.Files.ShouldBe(["tickets-run1-0001.csv", "tickets-run1-0001.manifest.json"]);
        string.Join('\n', drop.Files.Select(file => $"== {file}\n{drop.Read(file)}")).Replace("\r\n", "¶\n", StringComparison.Ordinal).ShouldMatchApproved();
    }

    [Fact]
    public async Task The_same_batch_sent_again_after_a_crash_leaves_the_same_bytes_in_the_same_file()
    {
        var batch = Batch(Record("T-1", """{"subject": "printer"}"""));
        await WriteAsync(batch);
        var before = drop.Files.ToDictionary(file => file, drop.Read);
        await WriteAsync(batch);
        drop.Files.ToDictionary(file => file, drop.Read).ShouldBe(before);
    }

    [Fact]
    public async Task A_crash_between_file_and_manifest_is_mended_by_sending_the_batch_again()
    {
        var batch = Batch(Record("T-1", """{"subject": "printer"}"""));
        File.WriteAllText(Path.Combine(drop.Path, "tickets-run1-0001.csv"), "external_key,subj");
        File.WriteAllText(Path.Combine(drop.Path, ".tickets-run1-0001.csv.tmp"), "extern");
        await WriteAsync(batch);
        drop.Files.ShouldBe(["tickets-run1-0001.csv", "tickets-run1-0001.manifest.json"]);
        drop.TakeIn("T-1", "subject").ShouldBe(["printer"]);
    }

    [Fact]
    public async Task Without_a_manifest_a_file_does_not_count_as_delivered()
    {
        File.WriteAllText(Path.Combine(drop.Path, "tickets-run1-0001.csv"), "external_key,subject\r\nT-1,printer\r\n");
        (await Connector().FindAsync(new ExternalKey("tickets", "T-1"), default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_file_that_the_consumer_took_away_after_delivery_is_not_written_again_while_its_manifest_lies_there()
    {
        var batch = Batch(Record("T-1", """{"subject": "printer"}"""));
        await WriteAsync(batch);
        File.Delete(Path.Combine(drop.Path, "tickets-run1-0001.csv"));
        await WriteAsync(batch);
        drop.Files.ShouldBe(["tickets-run1-0001.manifest.json"]);
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("+1+1")]
    [InlineData("-1+1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    public async Task Text_that_a_spreadsheet_would_run_gets_an_apostrophe_unless_it_is_to_be_kept(string text)
    {
        await WriteAsync(Batch(Record("T-1", JsonSerializer.Serialize(new { subject = text }))));
        drop.TakeIn("T-1", "subject").ShouldBe([$"'{text}"]);
        await new FileDropConnector(new FileDropSettings(drop.Path, ["tickets"], EscapesFormulas: false))
            .WriteAsync(Batch(Record("T-1", JsonSerializer.Serialize(new { subject = text }))) with { Id = "run2-0001", ClaimedAt = Night.AddDays(1) }, default);
        drop.TakeIn("T-1", "subject").ShouldBe([text]);
    }

    [Theory]
    [InlineData("-5", "-5")]
    [InlineData("\"-1001234567890\"", "-1001234567890")]
    [InlineData("\"+4930123456\"", "+4930123456")]
    [InlineData("\"-1.5\\n=1\"", "'-1.5\n=1")]
    public async Task A_plain_number_is_no_formula_whether_it_is_text_or_not(string value, string cell)
    {
        await WriteAsync(Batch(Record("T-1", $$"""{"subject": {{value}}}""")));
        drop.TakeIn("T-1", "subject").ShouldBe([cell]);
    }

    [Fact]
    public async Task A_key_that_could_not_arrive_as_it_is_is_refused()
    {
        var results = await WriteAsync(Batch(Record("=1", """{"subject": "printer"}""")));
        results.ShouldHaveSingleItem().ShouldBeOfType<RecordRefused>().Refusal.Remedy.ShouldContain("model");
        drop.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refused_field_is_named()
    {
        var results = await WriteAsync(Batch(Record("T-1", """{"queue": "a", "note": "x\u0000y"}""")));
        results.ShouldHaveSingleItem().ShouldBeOfType<RecordRefused>().Refusal.Field.ShouldBe("note");
    }

    [Fact]
    public async Task A_folder_that_is_missing_is_not_made()
    {
        var missing = Path.Combine(drop.Path, "not-mounted");
        var check = await new FileDropConnector(new FileDropSettings(missing, ["tickets"])).CheckAsync(default);
        check.IsReady.ShouldBeFalse();
        check.Message.ShouldContain(missing);
        Directory.Exists(missing).ShouldBeFalse();
    }

    private FileDropConnector Connector() => new(new FileDropSettings(drop.Path, ["tickets"]));

    private Task<IReadOnlyList<WriteResult>> WriteAsync(PushBatch batch) => Connector().WriteAsync(batch, default);

    private static PushBatch Batch(params PushRecord[] records) => new("run1-0001", Night, "tickets", records);

    private static PushRecord Record(string key, string fields)
    {
        var mapped = new OrderedDictionary<string, JsonElement>();
        foreach (var field in JsonElement.Parse(fields).EnumerateObject())
            mapped.Add(field.Name, field.Value);
        return new(new ExternalKey("tickets", key), mapped);
    }
}
