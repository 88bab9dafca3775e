using CsCheck;
using Shouldly;
using TelegramCrm.Sandbox;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Propagation;

/// <summary>A source that people edit and break at random, templates that people edit in the CRM, a CRM that loses answers and requests, and a service that is killed at random.</summary>
public sealed class PropagationPropertyTests
{
    private enum Act { Write, Rewrite, Remove, Break, EditByHand, DeleteByHand, Run, RunWithFaults, DieRunning, Restart }

    private const int Files = 8;

    private static readonly Gen<(Act Act, int Which, int More)[]> Histories =
        Gen.Select(Gen.Int[0, Enum.GetValues<Act>().Length - 1].Select(act => (Act)act), Gen.Int[0, Files - 1], Gen.Int[0, 30]).Array[6, 24];

    [Theory]
    [InlineData(TemplateConflict.Keep)]
    [InlineData(TemplateConflict.Overwrite)]
    public async Task In_the_end_the_CRM_equals_the_source_but_for_kept_conflicts_and_has_each_external_id_once(TemplateConflict onConflict) => await Histories.SampleAsync(async history =>
    {
        await using var shelf = await TemplateShelf.OpenAsync(configuration => configuration with { OnConflict = onConflict, MaxRemovedShare = 1 });
        var texts = 0;
        shelf.Write("anchor.md", "anchor", "always there"); // an empty source is another rule
        foreach (var (act, which, more) in history)
        {
            await DoAsync(shelf, act, $"f{which}.md", more, () => $"text {++texts}");
            EachIdStandsOnce(shelf);
        }
        shelf.Crm.Faults = SandboxFaults.None;
        shelf.Time.Advance(TimeSpan.FromMinutes(1));
        shelf.Restart();
        _ = await shelf.RunAsync(); // settles what died; a template that a lost answer made is found
        var last = await shelf.RunAsync();
        EachIdStandsOnce(shelf);
        last.Summary.ShouldSatisfyAllConditions(summary => summary.Unsettled.ShouldBe(0), summary => summary.Error.ShouldBeNull());

        var conflicts = last.Problems.Where(problem => problem.Kind == "conflict").Select(problem => problem.Name).ToHashSet();
        if (onConflict == TemplateConflict.Overwrite)
            conflicts.ShouldBeEmpty();
        var broken = last.Problems.Where(problem => problem.Kind == "document").Select(problem => problem.Name).ToHashSet();
        foreach (var file in Enumerable.Range(0, Files).Select(i => $"f{i}.md").Append("anchor.md").Where(file => !conflicts.Contains(file) && !broken.Contains(file)))
        {
            // What is gone from the source stays in the CRM only while an unreadable document may be it.
            var (wanted, held) = (Wanted(shelf, file), shelf.BodyOf(file));
            if (wanted is not null || last.Note is null)
                held.ShouldBe(wanted, $"{file} {last}");
        }
        var before = shelf.Writes();
        (await shelf.RunAsync()).Summary.Error.ShouldBeNull();
        shelf.Writes().ShouldBe(before);
    }, iter: 25, threads: 1);

    private static async Task DoAsync(TemplateShelf shelf, Act act, string file, int more, Func<string> text)
    {
        var template = shelf.Living().FirstOrDefault(template => (string?)template["external_id"] == file);
        switch (act)
        {
            case Act.Write or Act.Rewrite:
                shelf.Write(file, file, text());
                break;
            case Act.Remove:
                shelf.Delete(file);
                break;
            case Act.Break when more % 2 == 0:
                shelf.Put(file, "---\ntitle: [\n---\nbroken");
                break;
            case Act.EditByHand when template is not null:
                shelf.Crm.People.EditTemplate((string)template["id"]!, text());
                break;
            case Act.DeleteByHand when template is not null && more % 3 == 0:
                shelf.Crm.People.DeleteTemplate((string)template["id"]!);
                break;
            case Act.Run:
                await shelf.RunAsync();
                break;
            case Act.RunWithFaults:
                shelf.Crm.Faults = new() { Seed = more, ConnectionResets = 0.2, TruncatedBodies = 0.15, ServerErrors = 0.15, HtmlPages = 0.05 };
                await shelf.RunAsync();
                shelf.Crm.Faults = SandboxFaults.None;
                shelf.Time.Advance(TimeSpan.FromMinutes(1)); // the client looks only now and then whether the CRM is back
                break;
            case Act.DieRunning:
                await DieAsync(shelf, more);
                break;
            case Act.Restart:
                shelf.Restart();
                break;
        }
    }

    private static async Task DieAsync(TemplateShelf shelf, int more)
    {
        using var death = new CancellationTokenSource();
        var left = more % 10;
        shelf.Crm.OnRequest = _ =>
        {
            if (Interlocked.Decrement(ref left) < 0)
                death.Cancel();
        };
        try
        {
            await shelf.RunAsync(death.Token);
        }
        catch (OperationCanceledException)
        {
            // killed: what was on its way may have come through
        }
        shelf.Crm.OnRequest = null;
        shelf.Restart();
    }

    private static string? Wanted(TemplateShelf shelf, string file) =>
        File.Exists(Path.Combine(shelf.Folder, file)) ? File.ReadAllText(Path.Combine(shelf.Folder, file)).Split("---\n")[^1].Trim() : null;

    private static void EachIdStandsOnce(TemplateShelf shelf) => shelf.Living().Select(template => (string)template["external_id"]!).ShouldBeUnique();
}
