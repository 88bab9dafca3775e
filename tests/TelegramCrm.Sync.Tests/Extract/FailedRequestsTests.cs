using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Tests.Crm;
using TelegramCrm.Sync.Warehouse;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Extract;

public sealed class FailedRequestsTests : IDisposable
{
    private readonly TestWarehouse warehouse = new();
    private readonly KeptLog log = new();

    public void Dispose() => warehouse.Dispose();

    [Theory]
    [InlineData(403, "refused", 1)]
    [InlineData(404, "refused", 1)]
    [InlineData(500, "server_error", 3)]
    public async Task A_stream_that_fails_leaves_a_row_and_one_error_and_the_others_are_read(int status, string fault, int tries)
    {
        var outcomes = await ReadAsync(context => context.Request.Path.Value!.EndsWith("/agents", StringComparison.Ordinal)
            ? RefuseAsync(context, status)
            : ListOf(context, "/queues", Queue("q1", Noon)).AnswerAsync(context));

        Assert.Equal([true, false, true], outcomes.Select(outcome => outcome.IsWhole));
        Assert.Equal(1, warehouse.One<long>("select count(*) from raw.queues"));
        var row = warehouse.One<(string Run, string Subject, string Method, string Path, int Status, string Fault, string RequestId, int Tries)>(
            "select run_id, subject, method, path, status, fault, request_id, tries from ops.failed_requests");
        Assert.Equal(("agents", "GET", "agents", status, fault, "req-1", tries), (row.Subject, row.Method, row.Path, row.Status, row.Fault, row.RequestId, row.Tries));
        Assert.Equal(warehouse.One<string>("select run_id from ops.runs"), row.Run);
        Assert.Equal(1, warehouse.One<long>("select count(*) from ops.failed_requests where first_tried_at <= last_tried_at and elapsed_seconds >= 0 and message like 'agents: the CRM answered %: no%'"));
        var line = Assert.Single(log.Errors);
        Assert.StartsWith($"run {row.Run}: agents: agents: the CRM answered {status}: no", line, StringComparison.Ordinal);
        Assert.Contains($"GET agents is given up ({fault}, status {status}, request req-1, {tries} tries, ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_the_row_nor_the_log_holds_a_cursor()
    {
        await ReadAsync(context => context.Request.Query.ContainsKey("cursor")
            ? RefuseAsync(context, 500)
            : CrmClientTests.AnswerAsync(context, $$"""{"data":[{{Queue("q1", Noon)}}],"next_cursor":"cursor-of-the-test","has_more":true,"server_time":"2026-03-01T12:00:00Z"}"""));
        Assert.Equal(3, log.Errors.Count);
        Assert.DoesNotContain(log.Errors, line => line.Contains("cursor-of-the-test", StringComparison.Ordinal));
        Assert.DoesNotContain(warehouse.Query<string>("select to_json(failed)::varchar from ops.failed_requests as failed"), row => row.Contains("cursor-of-the-test", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_CRM_that_is_not_there_leaves_a_row_without_a_status()
    {
        var crm = await ScriptedCrm.StartAsync(_ => Task.CompletedTask);
        var address = crm.Address;
        await crm.DisposeAsync();
        await ReadAsync(address, Streams.Queues);
        Assert.Equal(1, warehouse.One<long>("select count(*) from ops.failed_requests where status is null and fault = 'unreachable' and tries = 3 and request_id is null"));
    }

    private async Task<IReadOnlyList<StreamOutcome>> ReadAsync(Func<HttpContext, Task> answerAsync)
    {
        await using var crm = await ScriptedCrm.StartAsync(answerAsync);
        return await ReadAsync(crm.Address, Streams.Queues, Streams.Agents, Streams.Templates);
    }

    private async Task<IReadOnlyList<StreamOutcome>> ReadAsync(CrmAddress address, params CrmStream[] streams)
    {
        using var client = new CrmClient(address, TimeProvider.System);
        using var run = await Run.BeginAsync(warehouse.File, "test", TimeProvider.System, CancellationToken.None, log);
        var extraction = new Extraction(warehouse.File, client, new ExtractLimits { PageSize = 2 }, TimeProvider.System);
        return await extraction.RunAsync(run, streams, CancellationToken.None);
    }

    private static RecordList ListOf(HttpContext context, string path, string record) =>
        context.Request.Path.Value!.EndsWith(path, StringComparison.Ordinal) ? new RecordList().With("q1", Noon, record) : new RecordList();

    private static Task RefuseAsync(HttpContext context, int status) =>
        CrmClientTests.AnswerAsync(context, """{"error":{"code":"x","message":"no","request_id":"req-1"}}""", status: status);

    private sealed class KeptLog : ILogger
    {
        public List<string> Errors { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error) Errors.Add(formatter(state, exception));
        }
    }
}
