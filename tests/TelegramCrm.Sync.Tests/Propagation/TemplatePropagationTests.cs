using Shouldly;
using TelegramCrm.Sandbox;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Propagation.Sources;

namespace TelegramCrm.Sync.Tests.Propagation;

public sealed class TemplatePropagationTests
{
    [Fact]
    public async Task Five_hundred_templates_arrive_without_one_429_a_second_run_sends_nothing_and_an_edited_folder_moves_what_changed()
    {
        await using var shelf = await TemplateShelf.OpenAsync(limits: new() { Templates = 240 });
        for (var i = 0; i < 500; i++)
            shelf.Write($"area{i % 7}/r{i}.md", $"Response {i}", $"Dear customer,\n\nanswer number {i}.", "language: de\ntags: [b, a]\narticle_id: KB-1\n");

        (await shelf.RunAsync()).IsComplete.ShouldBeTrue();
        shelf.Living().Count.ShouldBe(500);
        shelf.Template("area3/r10.md").ToJsonString().ShouldContain("Dear customer,\\n\\nanswer number 10.");
        shelf.Writes().ShouldBe((500, 0, 0));
        shelf.Crm.FaultsMet.Keys.ShouldNotContain("429");

        shelf.Restart();
        var before = shelf.Crm.Requests.Values.Sum();
        var second = await shelf.RunAsync();
        (second.IsComplete, second.Summary.Unchanged).ShouldBe((true, 500));
        shelf.Writes().ShouldBe((500, 0, 0));
        (shelf.Crm.Requests.Values.Sum() - before).ShouldBeLessThanOrEqualTo(2); // a look at the list

        for (var i = 0; i < 5; i++)
            shelf.Write($"area{i}/r{i}.md", $"Response {i}", "another answer");
        shelf.Delete("area6/r6.md");
        shelf.Write("new.md", "A new one", "new");
        var third = await shelf.RunAsync();
        third.IsComplete.ShouldBeTrue($"{third.Summary} {string.Join("; ", third.Problems)} {string.Join("; ", shelf.Told.Lines)}");
        shelf.Writes().ShouldBe((501, 5, 1));
        (shelf.BodyOf("area2/r2.md"), shelf.BodyOf("area6/r6.md"), shelf.BodyOf("new.md")).ShouldBe(("another answer", null, "new"));
        shelf.Crm.FaultsMet.Keys.ShouldNotContain("429");
    }

    [Fact]
    public async Task Fields_come_as_they_were_written()
    {
        await using var shelf = await TemplateShelf.OpenAsync();
        shelf.Put("a.md", "\uFEFF---\r\ntitle: 'Hello: {{name}}'\r\nlanguage: no\r\ntags: [x, x, a]\r\narticle_id: 123\r\nexternal_id: greeting\r\nunknown: {}\r\n---\r\n\r\n# Hi\r\n\r\n  *you*\r\n\r\n".Replace("unknown: {}\r\n", "", StringComparison.Ordinal));
        (await shelf.RunAsync()).IsComplete.ShouldBeTrue();
        var template = shelf.Template("greeting");
        (((string)template["title"]!), ((string)template["locale"]!), ((string)template["article_id"]!), template["tags"]!.ToJsonString(), ((string)template["body"]!))
            .ShouldBe(("Hello: {{name}}", "no", "123", """["a","x"]""", "# Hi\n\n  *you*"));
    }

    [Fact]
    public async Task A_template_edited_by_hand_is_told_of_once_and_kept_until_somebody_decides()
    {
        await using var shelf = await TemplateShelf.OpenAsync();
        shelf.Write("a.md", "A", "approved");
        shelf.Write("b.md", "B", "approved");
        await shelf.RunAsync();
        shelf.Crm.People.EditTemplate(shelf.IdOf("a.md"), "by hand");

        var kept = await shelf.RunAsync();
        kept.IsComplete.ShouldBeFalse();
        kept.Problems.ShouldHaveSingleItem().ShouldSatisfyAllConditions(problem => problem.Kind.ShouldBe("conflict"), problem => problem.Name.ShouldBe("a.md"));
        shelf.Write("a.md", "A", "approved anew"); // now there is something to write
        (await shelf.RunAsync()).Problems.ShouldHaveSingleItem();
        shelf.BodyOf("a.md").ShouldBe("by hand");
        shelf.Told.Lines.Count(line => line.Contains("a.md", StringComparison.Ordinal) && line.Contains("edited", StringComparison.Ordinal)).ShouldBe(1);

        (await shelf.RunAsync("a.md")).IsComplete.ShouldBeTrue();
        shelf.BodyOf("a.md").ShouldBe("approved anew");
    }

    [Fact]
    public async Task A_conflict_ends_when_people_bring_the_two_together()
    {
        await using var shelf = await TemplateShelf.OpenAsync();
        shelf.Write("a.md", "A", "approved");
        shelf.Write("b.md", "B", "approved");
        await shelf.RunAsync();
        shelf.Crm.People.EditTemplate(shelf.IdOf("a.md"), "better");
        shelf.Crm.People.EditTemplate(shelf.IdOf("b.md"), "worse");
        (await shelf.RunAsync()).Problems.Count.ShouldBe(2);
        shelf.Write("a.md", "A", "better");                                   // approved afterwards
        shelf.Crm.People.EditTemplate(shelf.IdOf("b.md"), "approved");        // taken back
        var writes = shelf.Writes();
        (await shelf.RunAsync()).IsComplete.ShouldBeTrue();
        shelf.Writes().ShouldBe(writes);
    }

    [Theory]
    [InlineData(TemplateConflict.Keep)]
    [InlineData(TemplateConflict.Overwrite)]
    public async Task A_template_edited_or_deleted_by_hand_is_kept_so_or_overwritten_as_configured(TemplateConflict onConflict)
    {
        await using var shelf = await TemplateShelf.OpenAsync(configuration => configuration with { OnConflict = onConflict });
        foreach (var name in (string[])["edited", "deleted", "edited-and-gone"])
            shelf.Write($"{name}.md", name, "approved");
        await shelf.RunAsync();
        shelf.Crm.People.EditTemplate(shelf.IdOf("edited.md"), "by hand");
        shelf.Crm.People.DeleteTemplate(shelf.IdOf("deleted.md"));
        shelf.Crm.People.EditTemplate(shelf.IdOf("edited-and-gone.md"), "by hand");
        shelf.Delete("edited-and-gone.md");

        var outcome = await shelf.RunAsync();
        outcome.IsComplete.ShouldBe(onConflict == TemplateConflict.Overwrite);
        (shelf.BodyOf("edited.md"), shelf.BodyOf("deleted.md"), shelf.BodyOf("edited-and-gone.md"))
            .ShouldBe(onConflict == TemplateConflict.Keep ? ("by hand", null, "by hand") : ("approved", "approved", null));
    }

    [Fact]
    public async Task Bad_documents_are_told_of_with_field_and_remedy_the_others_arrive_and_what_they_stand_for_stays()
    {
        await using var shelf = await TemplateShelf.OpenAsync();
        foreach (var name in (string[])["good", "broken", "twin1", "long", "refused"])
            shelf.Write($"{name}.md", name, "approved");
        (await shelf.RunAsync()).IsComplete.ShouldBeTrue();
        shelf.Wanted = shelf.Wanted with { MaxBodyLength = 20_000 };
        shelf.Restart();
        shelf.Write("good.md", "good", "approved anew");
        shelf.Put("broken.md", "---\ntitle: [unclosed\n---\ntext");
        shelf.Write("twin2.md", "twin", "approved", "external_id: twin1.md\n");
        shelf.Write("long.md", "long", new string('x', 20_001));
        shelf.Write("refused.md", "refused", new string('x', 10_001));
        shelf.Put("headless.md", "just text");
        shelf.Put("untitled.md", "---\ntags: a\n---\ntext");
        File.WriteAllBytes(Path.Combine(shelf.Folder, "latin1.md"), [.. "---\ntitle: caf"u8, 0xE9, .. "\n---\ntext"u8]);
        shelf.Put("README.md", "not a response");

        var outcome = await shelf.RunAsync();
        outcome.IsComplete.ShouldBeFalse();
        outcome.Problems.Select(problem => (problem.Name, problem.Field)).ShouldBe(
            [("broken.md", "front matter"), ("headless.md", "front matter"), ("latin1.md", null), ("long.md", "body"), ("twin1.md", "external_id"), ("twin2.md", "external_id"), ("untitled.md", "title")]);
        outcome.Problems.ShouldAllBe(problem => problem.Remedy.Length > 0);
        outcome.Refused.ShouldHaveSingleItem().ShouldSatisfyAllConditions(letter => letter.Key.ShouldBe("refused.md"), letter => letter.Field.ShouldBe("body"));
        shelf.BodyOf("good.md").ShouldBe("approved anew");
        ((string[])["broken", "twin1", "long", "refused"]).ShouldAllBe(name => shelf.BodyOf($"{name}.md") == "approved");

        shelf.Write("refused.md", "refused", "shorter");
        (await shelf.RunAsync()).Refused.ShouldBeEmpty();
        shelf.BodyOf("refused.md").ShouldBe("shorter");
    }

    [Fact]
    public async Task Nothing_is_deleted_while_a_document_can_not_be_read_that_nobody_knows()
    {
        await using var shelf = await TemplateShelf.OpenAsync();
        shelf.Write("a.md", "A", "approved", "external_id: one\n");
        shelf.Write("b.md", "B", "approved");
        await shelf.RunAsync();
        shelf.Delete("a.md");
        shelf.Put("renamed.md", "---\nexternal_id: one\ntitle: {\n---\nbroken in the same commit");
        var outcome = await shelf.RunAsync();
        outcome.Note.ShouldNotBeNull();
        shelf.BodyOf("one").ShouldBe("approved");
        shelf.Write("renamed.md", "A", "mended", "external_id: one\n");
        (await shelf.RunAsync()).IsComplete.ShouldBeTrue();
        shelf.BodyOf("one").ShouldBe("mended");
        shelf.Writes().Post.ShouldBe(2);
    }

    [Fact]
    public async Task An_empty_a_shrunken_or_a_missing_source_deletes_nothing()
    {
        await using var shelf = await TemplateShelf.OpenAsync(configuration => configuration with { MaxRemovedShare = 0.2 });
        for (var i = 0; i < 10; i++)
            shelf.Write($"{i}.md", $"{i}", "approved");
        await shelf.RunAsync();
        for (var i = 0; i < 3; i++)
            shelf.Delete($"{i}.md");
        (await shelf.RunAsync()).Summary.Error!.ShouldContain("3 of 10");
        for (var i = 3; i < 10; i++)
            shelf.Delete($"{i}.md");
        (await shelf.RunAsync()).Summary.Error!.ShouldContain("no rows");
        Directory.Delete(shelf.Folder);
        (await shelf.RunAsync()).Summary.Error!.ShouldContain("nothing was sent");
        shelf.Living().Count.ShouldBe(10);
        shelf.Standing().Last!.Summary.Status.ShouldBe("failed");
    }

    [Fact]
    public async Task Templates_of_others_are_not_touched()
    {
        await using var shelf = await TemplateShelf.OpenAsync();
        shelf.Crm.People.MakeTemplate("theirs", "by hand");
        shelf.Crm.People.MakeTemplate("theirs too", "from elsewhere", "elsewhere-1");
        shelf.Crm.People.MakeTemplate("ours once", "lost state", "a.md");
        shelf.Write("a.md", "A", "approved");
        (await shelf.RunAsync()).IsComplete.ShouldBeTrue();
        shelf.Living().Select(template => (string)template["body"]!).ShouldBe(["by hand", "from elsewhere", "approved"], ignoreOrder: true);
    }

    [Fact]
    public async Task Lost_answers_make_no_second_template()
    {
        await using var shelf = await TemplateShelf.OpenAsync();
        for (var i = 0; i < 60; i++)
            shelf.Write($"{i}.md", $"{i}", "approved");
        shelf.Crm.Faults = new() { Seed = 7, ConnectionResets = 0.2, TruncatedBodies = 0.1, ServerErrors = 0.1 };
        for (var runs = 0; runs < 10 && !(await shelf.RunAsync()).IsComplete; runs++)
            shelf.Restart();
        shelf.Living().Select(template => (string)template["external_id"]!).Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, 60).Select(i => $"{i}.md").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_somebody_edits_while_the_end_of_a_write_is_unknown_is_kept(bool isDone)
    {
        await using var shelf = await TemplateShelf.OpenAsync();
        shelf.Write("a.md", "A", "approved");
        await shelf.RunAsync();
        shelf.Write("a.md", "A", "approved anew");
        shelf.Crm.OnRequest = request =>
        {
            if (request.StartsWith("PATCH", StringComparison.Ordinal))
                shelf.Crm.Faults = isDone ? new() { ConnectionResets = 1 } : new() { ServerErrors = 1 };
        };
        (await shelf.RunAsync()).Summary.Unsettled.ShouldBe(1);
        (shelf.Crm.OnRequest, shelf.Crm.Faults) = (null, SandboxFaults.None);
        shelf.BodyOf("a.md").ShouldBe(isDone ? "approved anew" : "approved");
        shelf.Crm.People.EditTemplate(shelf.IdOf("a.md"), "by hand");
        shelf.Time.Advance(TimeSpan.FromMinutes(1));
        shelf.Restart();
        (await shelf.RunAsync()).Problems.ShouldHaveSingleItem().Kind.ShouldBe("conflict");
        shelf.BodyOf("a.md").ShouldBe("by hand");
        (await shelf.RunAsync("a.md")).IsComplete.ShouldBeTrue();
        shelf.BodyOf("a.md").ShouldBe("approved anew");
    }

    [Fact]
    public async Task While_the_CRM_is_away_a_run_says_so_and_the_next_one_goes_on()
    {
        await using var shelf = await TemplateShelf.OpenAsync();
        shelf.Write("a.md", "A", "approved");
        shelf.Crm.Faults = SandboxFaults.None with { ServerErrors = 1 };
        (await shelf.RunAsync()).Summary.Error.ShouldNotBeNull();
        shelf.Crm.Faults = SandboxFaults.None;
        shelf.Time.Advance(TimeSpan.FromMinutes(1));
        (await shelf.RunAsync()).IsComplete.ShouldBeTrue();
    }

    [Fact]
    public async Task A_dry_run_shows_the_texts_that_would_change_and_writes_nothing()
    {
        await using var shelf = await TemplateShelf.OpenAsync();
        foreach (var name in (string[])["changed", "gone", "edited", "same"])
            shelf.Write($"{name}.md", name, "first line\nsecond line");
        await shelf.RunAsync();
        var writes = shelf.Writes();
        shelf.Write("changed.md", "changed", "first line\nanother second line", "tags: [vip]\n");
        shelf.Write("new.md", "new", "new text");
        shelf.Delete("gone.md");
        shelf.Crm.People.EditTemplate(shelf.IdOf("edited.md"), "first line, by hand\nsecond line");
        shelf.Put("bad.md", "no front matter");
        shelf.Restart();

        var preview = await shelf.PreviewAsync();
        string.Join("\n\n", preview.Changes.Select(change => $"{change.Action} {change.ExternalId}\n{change.Diff}")).ShouldMatchApproved();
        (preview.Create, preview.Update, preview.Unchanged, preview.Hindrance is null).ShouldBe((1, 1, 2, false)); // "bad.md" may be what "gone.md" was
        preview.Problems.Select(problem => problem.Name).ShouldBe(["bad.md", "edited.md"]);
        shelf.Writes().ShouldBe(writes);
        (await shelf.PreviewAsync()).Changes.Count.ShouldBe(preview.Changes.Count);
    }

    [Fact]
    public void A_configuration_without_a_source_that_there_is_says_so() =>
        Should.Throw<SourceUnreadableException>(() => ResponseSources.Of(new() { Source = new() { Category = new() { Connector = "wiki", Name = "Answers" } } }, [], TimeProvider.System));
}
