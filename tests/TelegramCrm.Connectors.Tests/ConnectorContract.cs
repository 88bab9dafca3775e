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

    /// <summary>A subject as the target gives it back: not every system knows different line breaks.</summary>
    protected virtual string AsHeld(string subject) => subject;

    /// <summary>Puts two records of one key into the target, past the connector.</summary>
    protected abstract void PlantTwins(ExternalKey key);

    [Fact]
    public async Task A_target_that_is_well_is_ready_and_says_why() =>
        (await Connector.CheckAsync(default)).ShouldSatisfyAllConditions(check => check.IsReady.ShouldBeTrue(), check => check.Message.ShouldNotBeEmpty());

    [Fact]
    public async Task What_was_never_written_is_not_found() => (await Connector.FindAsync(Key("T-1"), default)).ShouldBeNull();

    [Fact]
    public async Task What_was_written_is_found_under_the_id_it_was_written_with()
    {
        var written = (await WriteAsync(Record("T-1", "printer"))).ShouldHaveSingleItem().ShouldBeOfType<RecordWritten>();
        (await Connector.FindAsync(Key("T-1"), default)).ShouldBe(written.Remote);
        SubjectsInTarget(Key("T-1")).ShouldBe(["printer"]);
    }

    [Fact]
    public async Task Written_again_after_a_lost_answer_it_is_one_record()
    {
        var batch = Batch(Record("T-1", "printer"));
        await Connector.WriteAsync(batch, default);
        if (!Entity.RepeatsAreHarmless)
            batch = batch with { Records = [batch.Records[0] with { Known = await Connector.FindAsync(Key("T-1"), default) }] };
        await Connector.WriteAsync(batch, default);
        SubjectsInTarget(Key("T-1")).ShouldBe(["printer"]);
    }

    [Fact]
    public async Task A_change_is_written_to_the_same_record()
    {
        var first = (await WriteAsync(Record("T-1", "printer"))).OfType<RecordWritten>().Single();
        await WriteAsync(Record("T-1", "printer on fire") with { Known = first.Remote });
        SubjectsInTarget(Key("T-1")).ShouldBe(["printer on fire"]);
    }

    [Fact]
    public async Task What_the_target_refuses_is_refused_with_a_reason_and_a_remedy_and_does_not_arrive()
    {
        var refused = (await WriteAsync(Unacceptable(Key("T-1")))).ShouldHaveSingleItem().ShouldBeOfType<RecordRefused>();
        refused.Key.ShouldBe(Key("T-1"));
        refused.Refusal.Reason.ShouldNotBeEmpty();
        refused.Refusal.Remedy.ShouldNotBeEmpty();
        SubjectsInTarget(Key("T-1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refusal_concerns_its_own_record_only()
    {
        foreach (var batch in ((PushRecord[])[Record("T-1", "printer"), Unacceptable(Key("T-2")), Record("T-3", "router")]).Chunk(Entity.BatchSize))
            await WriteAsync(batch);
        ((string[])["T-1", "T-2", "T-3"]).Select(key => SubjectsInTarget(Key(key)).Count).ShouldBe([1, 0, 1]);
    }

    [Fact]
    public async Task Twins_are_reported_and_none_is_picked()
    {
        PlantTwins(Key("T-1"));
        var refusal = await Should.ThrowAsync<RecordRefusedException>(() => Connector.FindAsync(Key("T-1"), default));
        refusal.Key.ShouldBe(Key("T-1"));
        refusal.Reason.ShouldContain("2");
    }

    [Theory]
    [InlineData("принтер 打印机 🖨️ طابعة")]
    [InlineData("a,b;c\"d\"\te'f\\g")]
    [InlineData("first line\nsecond line\r\nthird")]
    [InlineData(" spaces around ")]
    [InlineData("<script>alert(1)</script>")]
    public async Task Text_arrives_as_it_was_sent(string subject)
    {
        await WriteAsync(Record("T-1", subject));
        SubjectsInTarget(Key("T-1")).ShouldBe([AsHeld(subject)]);
    }

    [Fact]
    public async Task Long_text_arrives_whole_or_is_refused()
    {
        var subject = new string('x', 100_000);
        var result = (await WriteAsync(Record("T-1", subject))).ShouldHaveSingleItem();
        if (result is RecordWritten)
            SubjectsInTarget(Key("T-1")).ShouldBe([subject]);
        else
            result.ShouldBeOfType<RecordRefused>();
    }

    protected ExternalKey Key(string value) => new(Entity.Entity, value);

    protected PushRecord Record(string key, string subject) => new(Key(key), Fields(subject));

    protected Task<IReadOnlyList<WriteResult>> WriteAsync(params PushRecord[] records) => Connector.WriteAsync(Batch(records), default);

    private PushBatch Batch(params PushRecord[] records) =>
        new($"run-{++batches:0000}", new DateTimeOffset(2026, 3, 14, 2, 0, batches, TimeSpan.Zero), Entity.Entity, records);
}
