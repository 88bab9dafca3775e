using System.Data.Common;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NodaTime;
using TelegramCrm.Sync.Inbox.Schemes;

namespace TelegramCrm.Sync.Inbox;

/// <summary>
/// Answers the CRM's deliveries: 2xx only when a delivery is genuine and on the disk, now or since it came first. What is refused is counted and
/// logged by its reason, never stored and never echoed.
/// </summary>
/// <param name="senders">Which addresses may deliver.</param>
/// <param name="scheme">How they prove who they are.</param>
/// <param name="workspace">Which workspace is ours.</param>
/// <param name="store">How full the inbox is.</param>
/// <param name="writer">Stores deliveries.</param>
/// <param name="limits">How much is taken in.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told what was refused, and why.</param>
public sealed class InboxEndpoint(
    AllowedSenders senders, IWebhookScheme scheme, OwnWorkspace workspace, InboxStore store, InboxWriter writer, InboxLimits limits, TimeProvider time, ILogger<InboxEndpoint> log)
{
    /// <summary>Takes in one request.</summary>
    /// <param name="context">A POST.</param>
    public async Task ReceiveAsync(HttpContext context)
    {
        var answer = await AnswerAsync(context);
        await answer.ExecuteAsync(context);
    }

    private async Task<IResult> AnswerAsync(HttpContext context)
    {
        if (!senders.Include(context))
            return Refuse(StatusCodes.Status403Forbidden, "an address that may not deliver");
        if (!context.Request.HasJsonContentType())
            return Refuse(StatusCodes.Status415UnsupportedMediaType, "not application/json");
        if (store.Waiting >= limits.MaxWaiting)
            return ComeAgain(context, "the inbox is full");

        var body = await RequestBody.ReadAsync(context.Request, limits, time);
        if (body.Refusal is { } status)
        {
            context.Response.Headers.Connection = "close"; // the rest of the body is not waited for
            return Refuse(status, "a body too long or too slow");
        }
        return scheme.Verify(context.Request.Headers, body.Bytes.Span, out var sentAt) switch
        {
            SignatureVerdict.Genuine => await TakeAsync(context, body.Bytes, sentAt),
            SignatureVerdict.Stale => Refuse(StatusCodes.Status401Unauthorized, "a timestamp missing or outside the tolerance"),
            SignatureVerdict.Forged => Refuse(StatusCodes.Status401Unauthorized, "a signature that no secret of ours made"),
            _ => Refuse(StatusCodes.Status401Unauthorized, "no signature"),
        };
    }

    private async Task<IResult> TakeAsync(HttpContext context, ReadOnlyMemory<byte> body, Instant sentAt)
    {
        if (Envelope.Read(body.Span) is not { } envelope)
            return Refuse(StatusCodes.Status400BadRequest, "not a JSON object in UTF-8");
        if (envelope.IsVerification)
            return Results.Json(new { challenge = envelope.Challenge });
        if (!envelope.IsDelivery)
            return Refuse(StatusCodes.Status400BadRequest, "no id, no type, no workspace or no data");
        if (workspace.Id is not { } own)
            return ComeAgain(context, "our own workspace is not known yet");
        if (envelope.WorkspaceId != own)
            return Refuse(StatusCodes.Status400BadRequest, "another workspace");

        var delivery = new ReceivedDelivery(envelope.Id!, envelope.Type!, sentAt, Instant.FromDateTimeOffset(time.GetUtcNow()), Encoding.UTF8.GetString(body.Span));
        try
        {
            InboxMeter.Count(await writer.StoreAsync(delivery, context.RequestAborted) ? "stored" : "repeated");
            return Results.StatusCode(StatusCodes.Status202Accepted);
        }
        catch (Exception failure) when (failure is DbException or ChannelClosedException)
        {
            log.CouldNotStore(delivery.Id, failure);
            return ComeAgain(context, "not stored");
        }
    }

    private IResult ComeAgain(HttpContext context, string reason)
    {
        context.Response.Headers.RetryAfter = ((long)limits.RetryAfter.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Refuse(StatusCodes.Status503ServiceUnavailable, reason);
    }

    private IResult Refuse(int status, string reason)
    {
        InboxMeter.Count(reason);
        log.Refused(status, reason);
        return Results.StatusCode(status);
    }
}
