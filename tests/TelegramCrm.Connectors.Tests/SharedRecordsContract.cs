using Shouldly;

namespace TelegramCrm.Connectors.Tests;

/// <summary>What a connector keeps besides whose target holds records that others can edit, delete and list.</summary>
public abstract class SharedRecordsContract : ConnectorContract
{
    /// <summary>A person edits a record in the target.</summary>
    protected abstract void EditInTarget(ExternalKey key, string subject);

    /// <summary>A person deletes a record in the target.</summary>
    protected abstract void DeleteInTarget(ExternalKey key);

    [SkippableFact]
    public async Task What_a_person_edited_is_noticed_and_not_written_over()
    {
        var known = await CreateAsync("T-1");
        EditInTarget(Key("T-1"), "a person's words");
        var drift = (await WriteAsync(Record("T-1", "printer on fire") with { Known = known })).ShouldHaveSingleItem().ShouldBeOfType<RecordDrifted>();
        drift.Present.ShouldNotBeNull().Id.ShouldBe(known.Id);
        SubjectsInTarget(Key("T-1")).ShouldBe(["a person's words"]);
    }

    [SkippableFact]
    public async Task What_a_person_edited_can_be_written_over_by_its_present_revision()
    {
        var known = await CreateAsync("T-1");
        EditInTarget(Key("T-1"), "a person's words");
        var drift = (await WriteAsync(Record("T-1", "printer on fire") with { Known = known })).OfType<RecordDrifted>().Single();
        (await WriteAsync(Record("T-1", "printer on fire") with { Known = drift.Present })).ShouldHaveSingleItem().ShouldBeOfType<RecordWritten>();
        SubjectsInTarget(Key("T-1")).ShouldBe(["printer on fire"]);
    }

    [SkippableFact]
    public async Task What_a_person_deleted_is_noticed_and_not_made_anew()
    {
        var known = await CreateAsync("T-1");
        DeleteInTarget(Key("T-1"));
        (await Connector.FindAsync(Key("T-1"), default)).ShouldBeNull();
        (await WriteAsync(Record("T-1", "printer on fire") with { Known = known })).ShouldBe([new RecordDrifted(Key("T-1"), null)]);
        SubjectsInTarget(Key("T-1")).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task What_is_removed_is_gone_and_removing_it_again_is_no_failure()
    {
        if (Connector is not IRecordRemoval removal)
            return;
        var known = await CreateAsync("T-1");
        for (var time = 1; time <= 2; time++)
            (await removal.RemoveAsync(BatchOf(Record("T-1", "printer") with { Known = known }), default)).ShouldBe([new RecordRemoved(Key("T-1"))]);
        SubjectsInTarget(Key("T-1")).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_list_holds_what_was_written_as_a_search_finds_it()
    {
        if (Connector is not IRecordListing listing)
            return;
        var written = new List<ListedRecord>();
        foreach (var key in (string[])["T-1", "T-2"])
            written.Add(new(Key(key), await CreateAsync(key)));
        await CreateAsync("T-3");
        DeleteInTarget(Key("T-3"));
        var listed = new List<ListedRecord>();
        await foreach (var record in listing.ListAsync(Entity.Entity, default))
            listed.Add(record);
        listed.Where(record => record.Key.Value.StartsWith(KeyPrefix, StringComparison.Ordinal)).ShouldBe(written, ignoreOrder: true);
    }

    protected async Task<RemoteRecord> CreateAsync(string key) => (await WriteAsync(Record(key, "printer"))).ShouldHaveSingleItem().ShouldBeOfType<RecordWritten>().Remote;
}
