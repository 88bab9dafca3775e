using System.Text;
using Microsoft.AspNetCore.Http;
using TelegramCrm.Sandbox.Http;

namespace TelegramCrm.Sandbox.Faults;

/// <summary>Answers that are lost, cut, slow or wrong on their way. A write that meets a cut has been done: its caller can't know.</summary>
internal sealed class FaultyAnswers(SandboxState state)
{
    private const int Drops = 10;

    private static readonly byte[] Page = Encoding.UTF8.GetBytes(
        "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>We'll be right back</h1></body></html>");

    public Task RunAsync(HttpContext context, RequestDelegate next)
    {
        var faults = state.Faults;
        var number = RequestFrame.NumberOf(context);
        bool Falls(string fault, double rate) => state.Tally.Falls(faults, fault, rate, number);
        if (Falls("5xx", faults.ServerErrors))
            throw ServerError(Draw.Bits(faults.Seed, "5xx kind", number));
        if (Falls("html", faults.HtmlPages))
            return WritePageAsync(context, Draw.Share(faults.Seed, "html kind", number) < 0.5 ? 200 : 502);
        if (Falls("reset", faults.ConnectionResets))
            return CutAsync(context, next, keptShare: 0);
        if (Falls("truncated", faults.TruncatedBodies))
            return CutAsync(context, next, keptShare: 0.2 + 0.7 * Draw.Share(faults.Seed, "truncated where", number));
        if (BrokenGzip.IsTaken(context) && Falls("gzip", faults.BrokenGzip))
            return WriteBrokenGzipAsync(context, next, faults.Seed, number);
        if (Falls("slow", faults.SlowAnswers))
            return DripAsync(context, next, faults.SlowBy / Drops);
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
        var whole = await AnswerAsync(context, next);
        if (keptShare > 0 && whole.Length > 0)
        {
            context.Response.ContentLength = whole.Length;
            await context.Response.Body.WriteAsync(whole[..Math.Max(1, (int)(whole.Length * keptShare))], context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
        context.Abort();
    }

    private static async Task WriteBrokenGzipAsync(HttpContext context, RequestDelegate next, int seed, long number)
    {
        var packed = BrokenGzip.Pack((await AnswerAsync(context, next)).Span, Draw.Share(seed, "gzip where", number), Draw.Share(seed, "gzip kind", number) < 0.5);
        context.Response.Headers.ContentEncoding = "gzip";
        context.Response.ContentLength = packed.Length;
        await context.Response.Body.WriteAsync(packed, context.RequestAborted);
    }

    private async Task DripAsync(HttpContext context, RequestDelegate next, TimeSpan pause)
    {
        var whole = await AnswerAsync(context, next);
        context.Response.ContentLength = whole.Length;
        for (var drop = 0; drop < Drops; drop++)
        {
            await context.Response.Body.WriteAsync(whole[(whole.Length * drop / Drops)..(whole.Length * (drop + 1) / Drops)], context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(pause, state.Options.TimeProvider, context.RequestAborted);
        }
    }

    /// <summary>The answer as it should be, kept back.</summary>
    private static async Task<ReadOnlyMemory<byte>> AnswerAsync(HttpContext context, RequestDelegate next)
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
        return whole.ToArray();
    }
}
