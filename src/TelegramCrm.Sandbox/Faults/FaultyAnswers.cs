using System.Text;
using Microsoft.AspNetCore.Http;
using TelegramCrm.Sandbox.Http;

namespace TelegramCrm.Sandbox.Faults;

/// <summary>Answers that are lost, cut or wrong on their way. A write that meets a cut has been done: its caller can't know.</summary>
internal sealed class FaultyAnswers(SandboxState state)
{
    private static readonly byte[] Page = Encoding.UTF8.GetBytes(
        "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>We'll be right back</h1></body></html>");

    public Task RunAsync(HttpContext context, RequestDelegate next)
    {
        var faults = state.Faults;
        var number = RequestFrame.NumberOf(context);
        bool Falls(string fault, double rate) => rate > 0 && Draw.Share(faults.Seed, fault, number) < rate;
        if (Falls("5xx", faults.ServerErrors))
            throw ServerError(Draw.Bits(faults.Seed, "5xx kind", number));
        if (Falls("html", faults.HtmlPages))
            return WritePageAsync(context, Draw.Share(faults.Seed, "html kind", number) < 0.5 ? 200 : 502);
        if (Falls("reset", faults.ConnectionResets))
            return CutAsync(context, next, keptShare: 0);
        if (Falls("truncated", faults.TruncatedBodies))
            return CutAsync(context, next, keptShare: 0.2 + 0.7 * Draw.Share(faults.Seed, "truncated where", number));
        return next(context);
    }

    private static RefusalException ServerError(ulong kind) => (kind % 4) switch
    {
        0 => new(500, "internal_error", "something went wrong on our side"),
        1 => new(502, "bad_gateway", "the server behind the gateway gave no valid answer"),
        2 => new(503, "unavailable", "the service is being restarted"),
        _ => new(504, "timeout", "the server behind the gateway took too long"),
    };

    private static async Task WritePageAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = Page.Length;
        await context.Response.Body.WriteAsync(Page, context.RequestAborted);
    }

    private static async Task CutAsync(HttpContext context, RequestDelegate next, double keptShare)
    {
        var connection = context.Response.Body;
        using var whole = new MemoryStream();
        context.Response.Body = whole;
        try
        {
            await next(context);
        }
        catch (RefusalException refusal)
        {
            await JsonAnswer.WriteAsync(context, refusal);
        }
        context.Response.Body = connection;
        if (keptShare > 0 && whole.Length > 0)
        {
            context.Response.ContentLength = whole.Length;
            await connection.WriteAsync(whole.GetBuffer().AsMemory(0, Math.Max(1, (int)(whole.Length * keptShare))), context.RequestAborted);
            await connection.FlushAsync(context.RequestAborted);
        }
        context.Abort();
    }
}
