using System.Net;
using NodaTime;
using Shouldly;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Push.Http;

namespace TelegramCrm.Connectors.Tests;

/// <summary>What a connector keeps besides whose target is reached over HTTP: whatever happens on the way, there is one record, and no secret is told.</summary>
public abstract class HttpConnectorContract : SharedRecordsContract
{
    private IConnector? connector;

    protected LossyWire Wire { get; } = new();

    protected override IConnector Connector => connector ??= Connect(Over(Wire));

    /// <summary>The connector over this client.</summary>
    /// <param name="http">Reaches the target.</param>
    /// <param name="secret">A credential that is none; null for the good one.</param>
    protected abstract IConnector Connect(HttpClient http, string? secret = null);

    /// <summary>The connector as a user who may look and not write.</summary>
    protected abstract IConnector ConnectAsReader(HttpClient http);

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Whichever_answer_is_lost_there_is_one_record_after_a_look(int request)
    {
        Wire.LoseAnswer(after: request);
        await EnsureAsync("printer");
        await EnsureAsync("printer on fire");
        SubjectsInTarget(Key("T-1")).ShouldBe(["printer on fire"]);
    }

    [SkippableTheory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task A_target_in_trouble_has_refused_nothing(HttpStatusCode status)
    {
        using var http = Over(new LossyWire { Instead = _ => LossyWire.Answer(status, "<html>sorry</html>") });
        var unwell = Connect(http);
        (await Xunit.Record.ExceptionAsync(() => unwell.WriteAsync(BatchOf(Record("T-1", "printer")), default))).ShouldNotBeNull().ShouldNotBeOfType<RecordRefusedException>();
        (await Xunit.Record.ExceptionAsync(() => unwell.FindAsync(Key("T-1"), default))).ShouldNotBeNull().ShouldNotBeOfType<RecordRefusedException>();
    }

    [SkippableFact]
    public async Task A_stranger_who_answers_in_the_target_s_place_is_not_believed()
    {
        using var http = Over(new LossyWire { Instead = _ => LossyWire.Answer(HttpStatusCode.OK, "<html>welcome</html>") });
        (await Xunit.Record.ExceptionAsync(() => Connect(http).FindAsync(Key("T-1"), default))).ShouldNotBeNull().ShouldNotBeOfType<RecordRefusedException>();
    }

    [SkippableFact]
    public async Task A_credential_that_is_none_is_told_by_a_check_and_not_repeated()
    {
        const string secret = "s3cret-that-is-none";
        using var http = Over(new LossyWire());
        var stranger = Connect(http, secret);
        foreach (var tryAsync in (Func<Task>[])[() => RefusedCheckAsync(stranger), () => stranger.FindAsync(Key("T-1"), default), () => stranger.WriteAsync(BatchOf(Record("T-1", "printer")), default)])
            (await Xunit.Record.ExceptionAsync(tryAsync)).ShouldNotBeNull().ToString().ShouldNotContain(secret);
        SubjectsInTarget(Key("T-1")).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_user_who_may_only_look_is_told_by_a_check_what_is_missing_and_nothing_is_written()
    {
        using var http = Over(new LossyWire());
        var reader = ConnectAsReader(http);
        await CreateAsync("T-2");
        var check = await reader.CheckAsync(default);
        check.IsReady.ShouldBeFalse();
        check.Message.ShouldNotBeEmpty();
        (await reader.WriteAsync(BatchOf(Record("T-1", "printer")), default)).ShouldHaveSingleItem().ShouldBeOfType<RecordRefused>();
        SubjectsInTarget(Key("T-1")).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_check_leaves_no_trace()
    {
        var before = await Connector.FindAsync(Key("T-1"), default) ?? await CreateAsync("T-1");
        (await Connector.CheckAsync(default)).IsReady.ShouldBeTrue();
        (await Connector.FindAsync(Key("T-1"), default)).ShouldBe(before);
    }

    /// <summary>A client as the product makes it, but without patience.</summary>
    private static HttpClient Over(LossyWire wire) =>
        TargetHttp.Make(new ConnectorLimits { RequestsPerMinute = 60_000, LongestWait = Duration.Zero }, allowsInsecure: false, TimeProvider.System, wire);

    private static async Task RefusedCheckAsync(IConnector connector)
    {
        var check = await connector.CheckAsync(default);
        throw check.IsReady ? new InvalidOperationException("a stranger is ready") : new HttpRequestException(check.Message);
    }

    /// <summary>As the engine does: after a failure it looks before it writes again.</summary>
    private async Task EnsureAsync(string subject)
    {
        for (var time = 1; time <= 3; time++)
        {
            try
            {
                var known = await Connector.FindAsync(Key("T-1"), default);
                (await WriteAsync(Record("T-1", subject) with { Known = known })).ShouldHaveSingleItem().ShouldBeOfType<RecordWritten>();
                return;
            }
            catch (HttpRequestException)
            {
                Wire.HasLost.ShouldBeTrue();
            }
        }
        Assert.Fail("one lost answer must not cost more than one try");
    }
}
