using NodaTime;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Extract.Backfills;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Tests.Crm;
using TelegramCrm.Sync.Warehouse;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Extract;

/// <summary>Reads one stream of a scripted CRM into a real warehouse, pass after pass.</summary>
internal sealed class ExtractionDesk : IAsyncDisposable
{
    private ScriptedCrm crm = null!;

    public TestWarehouse Warehouse { get; } = new();

    public RecordList List { get; set; } = new();

    /// <summary>Lists of their own for some paths; all others are answered with <see cref="List"/>.</summary>
    public Dictionary<string, RecordList> Lists { get; } = [];

    public IReadOnlyList<string> Requests => crm.Requests;

    public static async Task<ExtractionDesk> OpenAsync(RecordList? list = null)
    {
        var desk = new ExtractionDesk { List = list ?? new() };
        desk.crm = await ScriptedCrm.StartAsync(context => desk.Lists.GetValueOrDefault(context.Request.Path.Value!.Split('/')[^1], desk.List).AnswerAsync(context));
        return desk;
    }

    public static RecordList Events(int count, Instant from)
    {
        var list = new RecordList();
        for (var i = 0; i < count; i++)
            With(list, $"e{i}", from + Duration.FromSeconds(i));
        return list;
    }

    public static RecordList With(RecordList list, string id, Instant at) => list.With(id, at, Event(id, "t1", at));

    public Task<LoadCounts> ReadAsync(int pageSize = 500) => ReadAsync(Streams.TicketEvents, new ExtractLimits { PageSize = pageSize });

    public async Task<LoadCounts> ReadAsync(CrmStream stream, ExtractLimits limits, TimeProvider? time = null)
    {
        using var client = new CrmClient(crm.Address, TimeProvider.System);
        using var batch = new LoadBatch(Warehouse.File, "run-1", TimeProvider.System);
        using var connection = Warehouse.Connect();
        return await new StreamExtraction(stream, client, batch, limits, time ?? TimeProvider.System).RunAsync(Cursor.Read(connection, stream), (_, _) => { }, CancellationToken.None);
    }

    public async Task<IReadOnlyList<StreamOutcome>> SyncAsync(ExtractLimits limits, params CrmStream[] streams)
    {
        using var client = new CrmClient(crm.Address, TimeProvider.System);
        using var run = await Run.BeginAsync(Warehouse.File, "sync", TimeProvider.System, CancellationToken.None);
        return await new Extraction(Warehouse.File, client, limits, TimeProvider.System).RunAsync(run, streams, CancellationToken.None);
    }

    public async Task<IReadOnlyList<StreamOutcome>> BackfillAsync(VersionSpan span, ExtractLimits? limits = null, params CrmStream[] streams)
    {
        using var client = new CrmClient(crm.Address, TimeProvider.System);
        using var run = await Run.BeginAsync(Warehouse.File, "backfill", TimeProvider.System, CancellationToken.None);
        return await new BackfillExtraction(Warehouse.File, client, limits ?? new ExtractLimits(), TimeProvider.System)
            .RunAsync(run, streams.Length == 0 ? [Streams.TicketEvents] : streams, span, CancellationToken.None);
    }

    /// <summary>What raw holds of a stream, by id.</summary>
    public IReadOnlyDictionary<string, Instant> Versions(string stream = "ticket_events") =>
        Warehouse.Query<(string Id, Instant At)>($"select id, version_at from raw.{stream}").ToDictionary(row => row.Id, row => row.At);

    public async ValueTask DisposeAsync()
    {
        await crm.DisposeAsync();
        Warehouse.Dispose();
    }
}
