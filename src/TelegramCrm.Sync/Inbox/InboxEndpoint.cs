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
            return Refuse(context, Refusal.Address);
        if (!context.Request.HasJsonContentType())
            return Refuse(context, Refusal.NotJson);
        if (context.Request.Headers.ContentEncoding.Count > 0) // what was signed could not be told from what was packed
            return Refuse(context, Refusal.Compressed);
        if (store.Waiting >= limits.MaxWaiting)
            return Refuse(context, Refusal.Full);

        var body = await RequestBody.ReadAsync(context.Request, limits, time);
        if (body.Refusal is { } refusal)
        {
            context.Response.Headers.Connection = "close"; // the rest of the body is not waited for
            return Refuse(context, refusal);
        }
        return scheme.Verify(context.Request.Headers, body.Bytes.Span, out var sentAt) switch
        {
            SignatureVerdict.Genuine => await TakeAsync(context, body.Bytes, sentAt),
            SignatureVerdict.Stale => Refuse(context, Refusal.Stale),
            SignatureVerdict.Forged => Refuse(context, Refusal.Forged),
            _ => Refuse(context, Refusal.NotSigned),
        };
    }

    private async Task<IResult> TakeAsync(HttpContext context, ReadOnlyMemory<byte> body, Instant sentAt)
    {
        if (Envelope.Read(body.Span) is not { } envelope)
            return Refuse(context, Refusal.Malformed);
        if (envelope.IsVerification)
        {
            InboxMeter.Came("challenge");
            return Results.Json(new { challenge = envelope.Challenge });
        }
        if (!envelope.IsDelivery)
            return Refuse(context, Refusal.NoDelivery);
        if (workspace.Id is not { } own)
            return Refuse(context, Refusal.WorkspaceUnknown);
        if (envelope.WorkspaceId != own)
            return Refuse(context, Refusal.OtherWorkspace);

        var delivery = new ReceivedDelivery(envelope.Id!, envelope.Type!, sentAt, Now(), Encoding.UTF8.GetString(body.Span));
        try
        {
            store.Traffic.Came(await writer.StoreAsync(delivery, context.RequestAborted), Now());
            return Results.StatusCode(StatusCodes.Status202Accepted);
        }
        catch (Exception failure) when (failure is DbException or ChannelClosedException)
        {
            log.CouldNotStore(delivery.Id, failure);
            return Refuse(context, Refusal.NotStored);
        }
    }

    private IResult Refuse(HttpContext context, Refusal refusal)
    {
        if (store.Traffic.Refused(refusal, Now()))
            log.Refused(refusal.Status, refusal.Meaning);
        if (refusal.IsOurs)
            context.Response.Headers.RetryAfter = ((long)limits.RetryAfter.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Results.StatusCode(refusal.Status);
    }

    private Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());
}
