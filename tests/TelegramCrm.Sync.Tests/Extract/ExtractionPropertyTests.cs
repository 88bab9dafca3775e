using CsCheck;
using Dapper;
using NodaTime;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Tests.Crm;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Extract;

/// <summary>Whatever ties, page sizes, late commits, false ends and changes between pages: in the end raw holds what the CRM holds.</summary>
public sealed class ExtractionPropertyTests
{
    private static readonly ExtractLimits Limits = new() { Lookback = Duration.FromMinutes(5), Settle = Duration.FromMinutes(1) };

    /// <param name="Instants">Of each record, in seconds before the beginning: a few instants only, so that most records share theirs.</param>
    /// <param name="PageSize">Records a page.</param>
    /// <param name="Faults">At each page, by its number: 0 a false end, 1 another record changes, 2 one that was stamped a minute ago shows up.</param>
    private sealed record Story(int[] Instants, int PageSize, int[] Faults);

    private static readonly Gen<Story> AnyStory = Gen.Select(
        Gen.Int[0, 3].Select(third => third * 100).Array[0, 14], Gen.OneOf(Gen.Int[1, 6], Gen.Const(500)), Gen.Int[0, 9].Array[40],
        (instants, size, faults) => new Story(instants, size, faults));

    [Fact]
    public async Task What_is_loaded_in_the_end_is_what_the_CRM_holds()
    {
        await using var desk = await ExtractionDesk.OpenAsync();
        await AnyStory.SampleAsync(async story =>
        {
            Forget(desk);
            desk.List = ListOf(story);
            for (var run = 0; run < 4; run++)
            {
                await desk.ReadAsync(Streams.TicketEvents, Limits with { PageSize = story.PageSize });
                desk.List.ServerNow += Duration.FromSeconds(40);
            }
            (desk.List.OnPage, desk.List.EndsFalsely) = (_ => { }, _ => false);
            await desk.ReadAsync(Streams.TicketEvents, Limits with { PageSize = story.PageSize });
            Assert.Equal(desk.List.Versions.OrderBy(row => row.Key, StringComparer.Ordinal), desk.Versions().OrderBy(row => row.Key, StringComparer.Ordinal));
        }, iter: 40, threads: 1);
    }

    private static RecordList ListOf(Story story)
    {
        var list = new RecordList();
        foreach (var (number, seconds) in story.Instants.Index())
            ExtractionDesk.With(list, $"e{number}", Noon - Duration.FromSeconds(seconds));
        var fault = (int page) => page < story.Faults.Length ? story.Faults[page] : -1;
        list.EndsFalsely = page => fault(page) == 0;
        list.OnPage = page =>
        {
            if (fault(page) == 1 && list.Versions.Count > 0)
                ExtractionDesk.With(list, $"e{page % list.Versions.Count}", list.ServerNow);
            if (fault(page) == 2)
                ExtractionDesk.With(list, $"late{page}", list.ServerNow - Limits.Settle);
        };
        return list;
    }

    private static void Forget(ExtractionDesk desk)
    {
        using var connection = desk.Warehouse.Connect();
        Cursor.Reset(connection, Streams.TicketEvents);
        connection.Execute("truncate raw.ticket_events");
    }
}
