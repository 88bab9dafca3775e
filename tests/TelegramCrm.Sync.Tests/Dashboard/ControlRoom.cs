using System.Net;
using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using TelegramCrm.Sync.Clocks;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Dashboard;
using TelegramCrm.Sync.Inbox;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.Clocks;
using TelegramCrm.Sync.Tests.Crm;
using TelegramCrm.Sync.Transform;

namespace TelegramCrm.Sync.Tests.Dashboard;

/// <summary>A dashboard on a real web server on loopback, over a real warehouse, with a clock that stands.</summary>
internal sealed class ControlRoom : IAsyncDisposable
{
    private readonly TestWarehouse warehouse = new();
    private readonly InboxStore inbox;
    private readonly StateStore state;
    private readonly WebApplication web;
    private readonly DashboardSite site;
    private long loads;

    private ControlRoom(DashboardConfiguration configuration, Instant now)
    {
        Time = new(now.ToDateTimeOffset());
        state = StateStore.Open(new SqliteState(warehouse.Folder.StateFile));
        inbox = new InboxStore(state);
        var all = new SyncConfiguration
        {
            Source = new() { BaseUrl = new("https://crm.example/api/v1"), ApiKey = new("${ENV:KEY}", SourceKey), SecretToken = new("${ENV:TOKEN}", SourceKey) },
            Webhooks = new() { Secrets = [new("${ENV:HOOK}", SourceKey)] },
            Dashboard = configuration,
        };
        Board = new Board(new BoardSource(warehouse.File, inbox, state, all, TestWarehouse.SqlFolder), Time, NullLogger<Board>.Instance);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = DashboardSite.MaxRequestBytes);
        builder.Services.AddSingleton<IHostedService>(Board);
        web = builder.Build();
        site = new DashboardSite(Board, configuration, Time, NullLogger<DashboardSite>.Instance);
        site.Map(web);
    }

    public const string Token = "the token of this test, long";
    public const string SourceKey = "a secret of the source";

    public ObservedTimeProvider Time { get; }

    public Board Board { get; }

    public HttpClient Http { get; private set; } = null!;

    public InboxStore Inbox => inbox;

    public TestWarehouse Warehouse => warehouse;

    public static async Task<ControlRoom> OpenAsync(DashboardConfiguration? configuration = null, string now = "Mon 12:00", string subject = "a question")
    {
        var room = new ControlRoom(configuration ?? new(), Given.At(now)) { Subject = subject };
        await room.web.StartAsync();
        room.Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(room.web.Urls.Single()) };
        return room;
    }

    public static Task<ControlRoom> LockedAsync() => OpenAsync(new() { Token = new("${ENV:DASHBOARD}", Token) });

    /// <summary>What customers write above their tickets.</summary>
    public string Subject { get; init; } = "a question";

    /// <summary>Loads stories and computes the figures as of now, with the policy of the tests.</summary>
    public void Compute(params TicketStory[] stories)
    {
        using var connection = warehouse.Connect();
        connection.Execute("delete from raw.tickets; delete from raw.messages; delete from raw.ticket_events");
        foreach (var story in stories)
            story.Write(connection);
        connection.Execute("update raw.tickets set body = json_merge_patch(body, json_object('subject', $Subject))::varchar", new { Subject });
        connection.Execute($"insert into ops.loads values ({++loads}, 'run', '2026-03-01 00:00:00Z')");
        connection.Execute($"update raw.tickets set load_id = {loads}; update raw.messages set load_id = {loads}; update raw.ticket_events set load_id = {loads}");
        ClockTables.Write(connection, [Given.Office()], "office", [], [Given.Policy()], Instant.FromDateTimeOffset(Time.GetUtcNow()));
        new Transformation(Sql.SqlWarehouse.Folder).Run(connection, new("run", Instant.FromDateTimeOffset(Time.GetUtcNow())));
    }

    public async Task<string> PageAsync() => await Http.GetStringAsync(new Uri("/", UriKind.Relative));

    public async Task<HttpResponseMessage> GetAsync(string path, string? header = null, string? value = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (header is not null)
            request.Headers.TryAddWithoutValidation(header, value);
        return await Http.SendAsync(request);
    }

    public async Task<HttpResponseMessage> LogInAsync(string token, string? header = null, string? value = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/login", UriKind.Relative)) { Content = new FormUrlEncodedContent([new("token", token)]) };
        if (header is not null)
            request.Headers.TryAddWithoutValidation(header, value);
        return await Http.SendAsync(request);
    }

    /// <summary>Follows the stream of events: each with its name and its data.</summary>
    public async IAsyncEnumerable<(string Name, string Data)> FollowAsync(string? cookie = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/live", UriKind.Relative));
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        using var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in System.Net.ServerSentEvents.SseParser.Create(stream).EnumerateAsync(cancellationToken))
            yield return (item.EventType, item.Data);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await web.StopAsync();
        await web.DisposeAsync();
        site.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        warehouse.Dispose();
    }
}
