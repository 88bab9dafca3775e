using Dapper;
using DuckDB.NET.Data;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using TelegramCrm.Connectors.MediaWiki;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.Push;

namespace TelegramCrm.Connectors.Tests.MediaWiki;

/// <summary>The reports end to end: the models that ship, the engine, a real wiki.</summary>
[Collection(Wiki.Tests)]
public sealed class MediaWikiPushTests : IDisposable
{
    private static readonly string[] Pages = ["Template usage 2026-02", "Template usage 2026-03", "Article popularity"];

    private readonly Wiki wiki;
    private readonly MediaWikiSettings settings;
    private readonly InterruptedHttp http = new();
    private readonly string data = Directory.CreateTempSubdirectory("push-").FullName;
    private readonly ImpatientTimeProvider clock = new(new DateTimeOffset(2026, 3, 14, 2, 0, 0, TimeSpan.Zero));
    private readonly DuckDBConnection warehouse = new("DataSource=:memory:");
    private int runs;

    public MediaWikiPushTests(Wiki wiki)
    {
        this.wiki = wiki;
        settings = wiki.Settings() with { Entities = ["template_usage", "article_popularity"] };
        warehouse.Open();
        warehouse.Execute("""
            create schema analytics;
            create table analytics.templates as
            select * from (values ('tpl-1', 'Greeting {{name}} [[File:x]]', 'KB-7'), ('tpl-2', 'Возврат', null)) as templates(template_id, title, article_id);
            create table analytics.template_usages as
            select * from (values
                ('u-1', 'tpl-1', 'T-1', 'a-1', timestamptz '2026-02-28 23:30:00+00', true, null::timestamptz),
                ('u-2', 'tpl-1', 'T-2', 'a-1', timestamptz '2026-03-01 00:30:00+00', false, null),
                ('u-3', 'tpl-1', 'T-3', 'a-2', timestamptz '2026-03-02 08:00:00+00', true, timestamptz '2026-03-05 08:00:00+00'),
                ('u-4', 'tpl-2', 'T-3', 'a-2', timestamptz '2026-03-02 09:00:00+00', null, null)
            ) as usages(usage_id, template_id, ticket_id, agent_id, applied_at, edited_before_send, reopened_after_use_at);
            create table analytics.article_summary as
            select * from (values ('KB-7', 'How to greet', 3, 3, 3, 1, 0, 1), ('KB-8', null, 0, 0, 0, 0, 2, 0))
                as articles(article_id, title, usages, usages_30d, tickets, templates, attached_to_tickets, reopened_after_use);
            """);
    }

    private string March => $"{settings.PagePrefix}Template usage 2026-03";

    public void Dispose()
    {
        warehouse.Dispose();
        http.Dispose();
        Directory.Delete(data, recursive: true);
    }

    [SkippableFact]
    public async Task The_first_push_makes_a_page_a_month_and_one_of_articles()
    {
        (await PushAsync()).Entities.ShouldBe([new EntitySummary("template_usage") { Created = 2 }, new EntitySummary("article_popularity") { Created = 1 }]);
        string.Join("\n\n", Pages.Select(page => $"== {page}\n{wiki.Read(settings.PagePrefix + page)}")).ShouldMatchApproved();
        wiki.Cells(March).ShouldBe(["Greeting {{name}} [[File:x]]", "KB-7", "2", "2", "2", "50", "1", "Возврат", "", "1", "1", "1", "", "0"]);
    }

    [SkippableFact]
    public async Task The_second_push_sends_nothing_and_a_change_saves_one_page()
    {
        await PushAsync();
        http.BeforeEdit = () => throw new InvalidOperationException("nothing changed");
        (await PushAsync()).Written.ShouldBe(0);
        http.BeforeEdit = null;

        warehouse.Execute("update analytics.template_usages set agent_id = 'a-3' where usage_id = 'u-2'; insert into analytics.template_usages values ('u-5', 'tpl-2', 'T-9', 'a-1', timestamptz '2026-03-03 08:00:00+00', null, null)");
        (await PushAsync()).Written.ShouldBe(1);
        wiki.SaveCount(March).ShouldBe(2);
        wiki.SaveCount($"{settings.PagePrefix}Template usage 2026-02").ShouldBe(1);
    }

    [SkippableFact]
    public async Task An_answer_that_is_lost_ends_with_one_page_that_was_saved_once()
    {
        http.AfterEdit = () => throw new HttpRequestException("the connection broke");
        (await PushAsync()).IsComplete.ShouldBeTrue();
        wiki.SaveCount($"{settings.PagePrefix}Template usage 2026-02").ShouldBe(1);
        wiki.SaveCount(March).ShouldBe(1);
    }

    [SkippableFact]
    public async Task A_process_that_dies_between_the_edit_and_its_confirmation_ends_with_one_page_that_was_saved_once()
    {
        using var death = new CancellationTokenSource();
        http.AfterEdit = () =>
        {
            death.Cancel();
            death.Token.ThrowIfCancellationRequested();
        };
        await Should.ThrowAsync<OperationCanceledException>(() => PushAsync(cancellationToken: death.Token));
        wiki.SaveCount($"{settings.PagePrefix}Template usage 2026-02").ShouldBe(1);
        wiki.SaveCount(March).ShouldBe(0);

        (await PushAsync()).Entities[0].ShouldBe(new EntitySummary("template_usage") { Created = 2, Unchanged = 1 });
        wiki.SaveCount($"{settings.PagePrefix}Template usage 2026-02").ShouldBe(1);
        wiki.SaveCount(March).ShouldBe(1);
    }

    [SkippableFact]
    public async Task What_a_person_corrected_is_kept_as_a_dead_letter_or_overwritten_as_the_configuration_says()
    {
        await PushAsync();
        wiki.Edit(March, "Возврат", "Возврат денег");
        warehouse.Execute("update analytics.templates set title = 'Refund' where template_id = 'tpl-2'");
        var kept = (await PushAsync()).Entities[0];
        kept.ShouldSatisfyAllConditions(summary => summary.Refused.ShouldBe(1), summary => summary.Updated.ShouldBe(0));
        wiki.Cells(March).ShouldContain("Возврат денег");
        new DeadLetters(State).List().ShouldHaveSingleItem().Key.ShouldBe("Template usage 2026-03");

        warehouse.Execute("update analytics.templates set title = 'Refunds' where template_id = 'tpl-2'");
        (await PushAsync(onEdited: EditedRecord.Overwrite)).Entities[0].Updated.ShouldBe(1);
        wiki.Cells(March).ShouldContain("Refunds");
        new DeadLetters(State).List().ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_page_that_was_deleted_stays_so_or_is_made_anew_as_the_configuration_says()
    {
        await PushAsync();
        wiki.Delete(March);
        warehouse.Execute("update analytics.templates set title = 'Refund' where template_id = 'tpl-2'");
        (await PushAsync()).Entities[0].Refused.ShouldBe(1);
        wiki.Read(March).ShouldBeNull();

        warehouse.Execute("update analytics.templates set title = 'Refunds' where template_id = 'tpl-2'");
        (await PushAsync(onDeleted: DeletedRecord.Recreate)).IsComplete.ShouldBeTrue();
        wiki.Cells(March).ShouldContain("Refunds");
    }

    [SkippableFact]
    public async Task A_protected_page_is_a_dead_letter_in_the_wiki_s_words_and_the_others_go_on()
    {
        await PushAsync();
        wiki.Protect(March);
        warehouse.Execute("update analytics.templates set title = 'Hello' where template_id = 'tpl-1'");
        (await PushAsync()).Entities[0].ShouldBe(new EntitySummary("template_usage") { Updated = 1, Refused = 1 });
        new DeadLetters(State).List().ShouldHaveSingleItem().Reason.ShouldContain("protected");
        wiki.Cells($"{settings.PagePrefix}Template usage 2026-02").ShouldContain("Hello");
    }

    [SkippableFact]
    public async Task A_wiki_that_is_down_gets_what_it_missed_when_it_is_up_again()
    {
        wiki.Stop();
        (await PushAsync()).Entities.ShouldAllBe(entity => entity.Error != null && entity.Created == 0);
        wiki.StartAgain();
        (await PushAsync()).IsComplete.ShouldBeTrue();
        wiki.SaveCount(March).ShouldBe(1);
    }

    private StateStore State => StateStore.Open(new SqliteState(Path.Combine(data, "state.db")));

    private async Task<PushSummary> PushAsync(EditedRecord onEdited = EditedRecord.Keep, DeletedRecord onDeleted = DeletedRecord.Keep, CancellationToken cancellationToken = default)
    {
        var run = new PushRun(warehouse, State, Path.Combine(AppContext.BaseDirectory, "sql", "push"), clock, NullLogger<PushRun>.Instance);
        var target = new PushTarget("wiki", MediaWikiConnector.Type, new MediaWikiConnector(settings, http.Client)) { OnEdited = onEdited, OnDeleted = onDeleted };
        return (await run.RunAsync($"night{++runs}", [target], cancellationToken)).Single();
    }
}
