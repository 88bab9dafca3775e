using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace TelegramCrm.Sandbox.Http;

/// <summary>What stands around every request: its number, the server's date, and errors in the contract's shape.</summary>
internal sealed class RequestFrame(SandboxState state)
{
    private long requests;

    public async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        var number = Interlocked.Increment(ref requests);
        context.Items[typeof(RequestFrame)] = number;
        context.TraceIdentifier = number.ToString("'req-'00000000", CultureInfo.InvariantCulture);
        context.Response.Headers["X-Request-Id"] = context.TraceIdentifier;
        context.Response.Headers.Date = state.ServerTime.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
        try
        {
            await next(context);
            if (!context.Response.HasStarted && context.Response.StatusCode is 404 or 405 && context.Response.ContentLength is null)
                throw new RefusalException(context.Response.StatusCode, "no_such_endpoint", $"{context.Request.Method} {context.Request.Path} is no endpoint");
        }
        catch (RefusalException refusal)
        {
            await JsonAnswer.WriteAsync(context, refusal);
        }
        catch (BadHttpRequestException e)
        {
            await JsonAnswer.WriteAsync(context, new RefusalException(e.StatusCode, "bad_request", e.Message));
        }
    }

    /// <summary>Which request this is, counted from 1.</summary>
    public static long NumberOf(HttpContext context) => (long)context.Items[typeof(RequestFrame)]!;
}
