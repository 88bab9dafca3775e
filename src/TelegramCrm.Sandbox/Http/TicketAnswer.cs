using System.Buffers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using TelegramCrm.Sandbox.Records;

namespace TelegramCrm.Sandbox.Http;

/// <summary>A single ticket with its newest messages, and the ETag that names this version of it.</summary>
internal static class TicketAnswer
{
    public static Task WriteAsync(HttpContext context, Workspace workspace, string id)
    {
        byte[] json;
        lock (workspace.Gate)
            json = Json(workspace, id);
        context.Response.Headers.ETag = ETag(json);
        return JsonAnswer.WriteAsync(context, 200, json);
    }

    /// <summary>The newest version, whatever lists show yet.</summary>
    public static byte[] Json(Workspace workspace, string id)
    {
        var record = workspace.Tickets.Find(id) ?? throw RefusalException.NotFound("ticket", id);
        var buffer = new ArrayBufferWriter<byte>();
        new TicketShape(workspace, withMessages: true, fields: null).Write(record, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    public static string ETag(byte[] json) => $"\"{Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 8))}\"";
}
