using System.Text;
using Dapper;
using NodaTime;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Extract.Reconciling;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Tests.Crm;
using TelegramCrm.Sync.Warehouse;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Extract.Reconciling;

/// <summary>A warehouse and a CRM whose list a test writes, and what a comparison of the two says.</summary>
internal sealed class ReconciledCrm : IDisposable
{
    public TestWarehouse Warehouse { get; } = new();

    public RecordList List { get; } = new();

    public List<string> Requests { get; } = [];

    public double MaxDeletedShare { get; set; } = 1;

    public bool AllowsAnyShare { get; set; }

    /// <summary>Done while the CRM is being listed, before the first answer.</summary>
    public Action? Meanwhile { get; set; }

    /// <summary>Puts a ticket into both.</summary>
    public ReconciledCrm Both(string id, Instant at) => InCrm(id, at).InRaw(Streams.Tickets, Ticket(id, at));

    public ReconciledCrm InCrm(string id, Instant at, string more = "")
    {
        List.With(id, at, Ticket(id, at, more: more));
        return this;
    }

    public ReconciledCrm InRaw(CrmStream stream, params string[] records)
    {
        using var batch = new LoadBatch(Warehouse.File, "run-1", TimeProvider.System);
        foreach (var record in records)
            batch.Add(stream, Encoding.UTF8.GetBytes(record), Noon);
        batch.CommitAsync(null, CancellationToken.None).GetAwaiter().GetResult();
        return this;
    }

    public ReconciledCrm Tamper(string sql)
    {
        using var connection = Warehouse.Connect();
        connection.Execute(sql);
        return this;
    }

    public Task<StreamReconciliation> CompareAsync(CrmStream? stream = null, Interval? span = null, int pageSize = 500) => RunAsync(stream ?? Streams.Tickets, span, isMended: false, pageSize);

    public Task<StreamReconciliation> MendAsync(CrmStream? stream = null, Interval? span = null, int pageSize = 500) => RunAsync(stream ?? Streams.Tickets, span, isMended: true, pageSize);

    private async Task<StreamReconciliation> RunAsync(CrmStream stream, Interval? span, bool isMended, int pageSize)
    {
        await using var crm = await ScriptedCrm.StartAsync(context =>
        {
            Requests.Add(context.Request.Path + context.Request.QueryString);
            Meanwhile?.Invoke();
            return List.AnswerAsync(context);
        });
        Requests.Clear();
        using var client = new CrmClient(crm.Address, TimeProvider.System);
        using var run = await Run.BeginAsync(Warehouse.File, "reconcile", TimeProvider.System, CancellationToken.None);
        var reconciliation = new Reconciliation(Warehouse.File, client, new ExtractLimits { PageSize = pageSize }, new Sweep(MaxDeletedShare, AllowsAnyShare), TimeProvider.System);
        return await reconciliation.RunAsync(run, stream, span ?? new Interval(null, null), isMended, CancellationToken.None);
    }

    public void Dispose() => Warehouse.Dispose();
}
