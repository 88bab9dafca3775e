using System.Text.Json;
using Shouldly;

namespace TelegramCrm.Connectors.Tests;

/// <summary>What every connector keeps, on a double and on the real system. A connector's tests derive from it and say how to look into its target.</summary>
public abstract class ConnectorContract
{
    private int batches;

    protected abstract IConnector Connector { get; }

    protected virtual ReceivedEntity Entity => Connector.Receives[0];

    /// <summary>Fields the target takes; two subjects give two different records.</summary>
    protected abstract IReadOnlyDictionary<string, JsonElement> Fields(string subject);

    /// <summary>A record the target refuses.</summary>
    protected abstract PushRecord Unacceptable(ExternalKey key);

    /// <summary>The subjects that the target holds under a key, seen by another way than the connector's.</summary>
    protected abstract IReadOnlyList<string> SubjectsInTarget(ExternalKey key);

    /// <summary>Whether the target lets two records have one key.</summary>
    protected virtual bool CanHaveTwins => true;

    /// <summary>Puts two records of one key into the target, past the connector.</summary>
    protected abstract void PlantTwins(ExternalKey key);

    [SkippableFact]
    public async Task A_target_that_is_well_is_ready_and_says_why() =>
        (await Connector.CheckAsync(default)).ShouldSatisfyAllConditions(check => check.IsReady.ShouldBeTrue(), check => check.Message.ShouldNotBeEmpty());

    [SkippableFact]
    public async Task What_was_never_written_is_not_found() => (await Connector.FindAsync(Key("T-1"), default)).ShouldBeNull();

    [SkippableFact]
    public async Task What_was_written_is_found_under_the_id_it_was_written_with()
    {
        var written = (await WriteAsync(Record("T-1", "printer"))).ShouldHaveSingleItem().ShouldBeOfType<RecordWritten>();
        (await Connector.FindAsync(Key("T-1"), default)).ShouldBe(written.Remote);
        SubjectsInTarget(Key("T-1")).ShouldBe(["printer"]);
    }

    [SkippableFact]
    public async Task Written_again_after_a_lost_answer_it_is_one_record()
    {
        var batch = BatchOf(Record("T-1", "printer"));
        await Connector.WriteAsync(batch, default);
        if (!Entity.RepeatsAreHarmless)
            batch = batch with { Records = [batch.Records[0] with { Known = await Connector.FindAsync(Key("T-1"), default) }] };
        await Connector.WriteAsync(batch, default);
        SubjectsInTarget(Key("T-1")).ShouldBe(["printer"]);
    }

    [SkippableFact]
    public async Task A_change_is_written_to_the_same_record()
    {
        var first = (await WriteAsync(Record("T-1", "printer"))).OfType<RecordWritten>().Single();
        await WriteAsync(Record("T-1", "printer on fire") with { Known = first.Remote });
        SubjectsInTarget(Key("T-1")).ShouldBe(["printer on fire"]);
    }

    [SkippableFact]
    public async Task What_the_target_refuses_is_refused_with_a_reason_and_a_remedy_and_does_not_arrive()
    {
        var refused = (await WriteAsync(Unacceptable(Key("T-1")))).ShouldHaveSingleItem().ShouldBeOfType<RecordRefused>();
        refused.Key.ShouldBe(Key("T-1"));
        refused.Refusal.Reason.ShouldNotBeEmpty();
        refused.Refusal.Remedy.ShouldNotBeEmpty();
        SubjectsInTarget(Key("T-1")).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_refusal_concerns_its_own_record_only()
    {
        foreach (var batch in ((PushRecord[])[Record("T-1", "printer"), Unacceptable(Key("T-2")), Record("T-3", "router")]).Chunk(Entity.BatchSize))
            await WriteHalvedAsync(batch);
        ((string[])["T-1", "T-2", "T-3"]).Select(key => SubjectsInTarget(Key(key)).Count).ShouldBe([1, 0, 1]);
    }

    [SkippableFact]
    public async Task Twins_are_reported_and_none_is_picked()
    {
        if (!CanHaveTwins)
            return;
        PlantTwins(Key("T-1"));
        var refusal = await Should.ThrowAsync<RecordRefusedException>(() => Connector.FindAsync(Key("T-1"), default));
        refusal.Key.ShouldBe(Key("T-1"));
        refusal.Reason.ShouldContain("2");
    }

    [SkippableTheory]
    [InlineData("принтер 打印机 🖨️ طابعة")]
    [InlineData("a,b;c\"d\"\te'f\\g")]
    [InlineData("first line\nsecond line\r\nthird")]
    [InlineData(" spaces around ")]
    [InlineData("<script>alert(1)</script>")]
    public async Task Text_arrives_as_it_was_sent(string subject)
    {
        await WriteAsync(Record("T-1", subject));
        SubjectsInTarget(Key("T-1")).ShouldBe([InTarget(subject)]);
    }

    [SkippableFact]
    public async Task Long_text_arrives_whole_or_is_refused()
    {
        var subject = new string('x', 100_000);
        var result = (await WriteAsync(Record("T-1", subject))).ShouldHaveSingleItem();
        if (result is RecordWritten)
            SubjectsInTarget(Key("T-1")).ShouldBe([subject]);
        else
            result.ShouldBeOfType<RecordRefused>();
    }

    [SkippableTheory]
    [InlineData("it's")]
    [InlineData("a\\b\"c")]
    [InlineData("Ключ 1 №")]
    [InlineData("100%_&=#?/x")]
    public async Task Keys_may_hold_what_a_query_takes_for_its_own(string key)
    {
        var written = (await WriteAsync(Record(key, "printer"))).ShouldHaveSingleItem().ShouldBeOfType<RecordWritten>();
        (await Connector.FindAsync(Key(key), default)).ShouldBe(written.Remote);
        SubjectsInTarget(Key(key)).ShouldBe(["printer"]);
    }

    [SkippableFact]
    public async Task What_is_written_again_as_it_is_stays_as_it_is()
    {
        var first = (await WriteAsync(Record("T-1", "printer"))).OfType<RecordWritten>().Single();
        if (Entity.RepeatsAreHarmless)
            return; // a file a batch
        (await WriteAsync(Record("T-1", "printer") with { Known = first.Remote })).ShouldBe([first]);
    }

    [SkippableFact]
    public async Task A_refusal_names_a_field_that_may_be_mapped_and_fits_into_a_list()
    {
        var refusal = (await WriteAsync(Unacceptable(Key("T-1")))).OfType<RecordRefused>().Single().Refusal;
        if (refusal.Field is { } field && Entity.Fields is { } fields)
            fields.ShouldContain(field);
        foreach (var text in (string[])[refusal.Reason, refusal.Remedy])
        {
            text.Length.ShouldBeLessThan(500);
            text.ShouldNotContain("<html", Case.Insensitive);
        }
    }

    /// <summary>Keys of a test's own, where tests share a target.</summary>
    protected virtual string KeyPrefix => "";

    /// <summary>What the target makes of a text that it keeps whole, such as a single line of several.</summary>
    protected virtual string InTarget(string subject) => subject;

    protected ExternalKey Key(string value) => new(Entity.Entity, KeyPrefix + value);

    protected PushRecord Record(string key, string subject) => new(Key(key), Fields(subject));

    protected Task<IReadOnlyList<WriteResult>> WriteAsync(params PushRecord[] records) => Connector.WriteAsync(BatchOf(records), default);

    /// <summary>As the engine does: a batch that is refused whole is halved until the one to blame is found.</summary>
    private async Task WriteHalvedAsync(PushRecord[] records)
    {
        try
        {
            await WriteAsync(records);
        }
        catch (BatchRefusedException) when (records.Length > 1)
        {
            await WriteHalvedAsync(records[..(records.Length / 2)]);
            await WriteHalvedAsync(records[(records.Length / 2)..]);
        }
    }

    protected PushBatch BatchOf(params PushRecord[] records) =>
        new($"run-{++batches:0000}", new DateTimeOffset(2026, 3, 14, 2, 0, batches, TimeSpan.Zero), Entity.Entity, records);
}
