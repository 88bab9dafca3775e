using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Dashboard.Access;
using TelegramCrm.Sync.Dashboard.Site;
using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Dashboard;

/// <summary>The dashboard on a web host of its own: nothing else answers there, and it answers nowhere else.</summary>
/// <param name="board">What is shown.</param>
/// <param name="configuration">Who may look, and from where.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told who was refused.</param>
public sealed class DashboardSite(Board board, DashboardConfiguration configuration, TimeProvider time, ILogger<DashboardSite> log) : IDisposable
{
    /// <summary>The largest request that is read, in bytes: a token and little else.</summary>
    public const int MaxRequestBytes = 16 * 1024;

    private readonly HostNames names = new(configuration.Hosts, configuration.Listen.IsLoopback);
    private readonly Gate gate = new(configuration.Token, time, log);
    private readonly LiveEvents events = new(board);
    private CancellationToken stopping;

    /// <summary>Puts the site on a host that is built and does not listen yet.</summary>
    /// <param name="web">The host; it routes.</param>
    public void Map(WebApplication web)
    {
        ArgumentNullException.ThrowIfNull(web);
        stopping = web.Lifetime.ApplicationStopping;
        web.Use(GuardAsync);
        web.UseRouting();
        foreach (var file in SiteFile.All)
            web.MapGet($"/{file.Name}", () => Results.Text(file.Text, file.ContentType));
        web.MapGet("/", (Delegate)ShowAsync); // as a RequestDelegate it would be run and its answer thrown away
        web.MapGet("/live", Follow);
        web.MapGet("/login", (HttpContext context) => gate.Admit(context) is null ? Page(LoginPage.Of(null)) : Results.LocalRedirect("/"));
        web.MapPost("/login", (Delegate)LogInAsync);
        web.MapPost("/logout", LogOut);
        web.UseEndpoints(_ => { });
    }

    /// <summary>Ends every session.</summary>
    public void Dispose() => gate.Dispose();

    private Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        SafetyHeaders.Set(context.Response.Headers);
        if (!names.Include(context.Request.Host))
            return Results.Text("This name is not one of dashboard.hosts.", statusCode: StatusCodes.Status421MisdirectedRequest).ExecuteAsync(context);
        if (!HttpMethods.IsGet(context.Request.Method) && !SameOrigin.Sent(context.Request))
            return Results.StatusCode(StatusCodes.Status403Forbidden).ExecuteAsync(context);
        return next(context);
    }

    private async Task<IResult> ShowAsync(HttpContext context)
    {
        if (gate.Admit(context) is null)
            return context.Request.Headers.Authorization.Count > 0 ? Refuse(context) : Results.LocalRedirect("/login");
        return Page(BoardPage.Of(await board.CurrentAsync(context.RequestAborted), gate.IsLocked));
    }

    private IResult Follow(HttpContext context)
    {
        if (gate.Admit(context) is not { } ending)
            return Refuse(context);
        if (board.IsFull)
        {
            context.Response.Headers.RetryAfter = "60";
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
        var leaving = CancellationTokenSource.CreateLinkedTokenSource(ending, stopping);
        context.Response.RegisterForDispose(leaving);
        return TypedResults.ServerSentEvents(events.ReadAsync(leaving.Token, context.RequestAborted));
    }

    private async Task<IResult> LogInAsync(HttpContext context)
    {
        if (!gate.IsLocked)
            return Results.LocalRedirect("/");
        if (!context.Request.HasFormContentType)
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        switch (gate.Try(form["token"].ToString(), context))
        {
            case Verdict.Right:
                gate.LogIn(context);
                return SeeOther(context, "/");
            case Verdict.TooMany:
                return Refuse(context);
            default:
                return Page(LoginPage.Of("This is not the token."), StatusCodes.Status401Unauthorized);
        }
    }

    private IResult LogOut(HttpContext context)
    {
        gate.LogOut(context);
        return SeeOther(context, "/login");
    }

    private IResult Refuse(HttpContext context)
    {
        if (gate.Wait(context) is not { } wait)
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        context.Response.Headers.RetryAfter = $"{(long)Math.Ceiling(wait.TotalSeconds)}";
        return Page(LoginPage.Of("Too many wrong tokens. Wait a minute."), StatusCodes.Status429TooManyRequests);
    }

    private static IResult SeeOther(HttpContext context, string path)
    {
        context.Response.Headers.Location = path;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static IResult Page(Html html, int status = StatusCodes.Status200OK) => Results.Text(html.ToString(), "text/html; charset=utf-8", statusCode: status);
}
