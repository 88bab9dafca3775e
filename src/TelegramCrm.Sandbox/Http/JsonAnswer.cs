using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace TelegramCrm.Sandbox.Http;

/// <summary>Answers that are no pages.</summary>
internal static class JsonAnswer
{
    /// <summary>Letters of every script stand as themselves.</summary>
    public static JsonWriterOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same for what is serialized whole.</summary>
    public static JsonSerializerOptions Plainly { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    public static async Task WriteAsync(HttpContext context, int status, byte[] json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }

    public static Task WriteAsync(HttpContext context, RefusalException refusal) => WriteAsync(context, refusal.Status, Bytes(writer =>
    {
        writer.WriteStartObject("error");
        writer.WriteString("code", refusal.Code);
        writer.WriteString("message", refusal.Message);
        if (refusal.Field is not null)
            writer.WriteString("field", refusal.Field);
        if (refusal.ExistingId is not null)
            writer.WriteString("existing_id", refusal.ExistingId);
        writer.WriteString("request_id", context.TraceIdentifier);
        writer.WriteEndObject();
    }));
}
