using System.Buffers;
using System.Text;
using System.Text.Json;
using TelegramCrm.Sandbox.Records;

namespace TelegramCrm.Sandbox.Http;

/// <summary>How a ticket is written: all of it or some fields, with its newest messages or without.</summary>
/// <param name="workspace">Where its bytes lie.</param>
/// <param name="withMessages">Whether the thread's newest messages are embedded.</param>
/// <param name="fields">The fields to write besides id; null writes all.</param>
internal sealed class TicketShape(Workspace workspace, bool withMessages, IReadOnlyCollection<string>? fields)
{
    private static readonly HashSet<string> Known =
    [
        "id", "number", "source", "subject", "status", "priority", "queue_id", "assigned_agent_id", "customer", "tags", "custom_fields", "articles",
        "created_at", "updated_at", "first_response_at", "resolved_at", "closed_at", "reopen_count", "deleted_at", "messages", "messages_truncated",
    ];

    public static TicketShape For(Workspace workspace, ListQuery query)
    {
        var include = query.Words("include") ?? [];
        if (include.FirstOrDefault(word => word != "messages") is { } unknown)
            throw RefusalException.BadParameter("include", $"knows messages, not {unknown}");
        var fields = query.Words("fields");
        if (fields?.FirstOrDefault(field => !Known.Contains(field)) is { } field)
            throw RefusalException.BadParameter("fields", $"names {field}, which a ticket does not have");
        return new TicketShape(workspace, include.Length > 0, fields);
    }

    public void Write(Record record, IBufferWriter<byte> body)
    {
        var json = workspace.Heap[record.Json];
        if (fields is not null)
            WriteFields(json, body);
        else
            body.Write(json[..^1]);
        if (withMessages)
            WriteThread(ThreadOf(record), body);
        body.Write("}"u8);
    }

    private MessageThread ThreadOf(Record record)
    {
        lock (workspace.Gate)
            return workspace.Threads.GetValueOrDefault(Encoding.UTF8.GetString(workspace.Heap[record.Id]));
    }

    private void WriteThread(MessageThread thread, IBufferWriter<byte> body)
    {
        body.Write(",\"messages\":["u8);
        if (thread.Count > 0)
            body.Write(workspace.Heap[thread.Newest]);
        body.Write(thread.IsTruncated ? "],\"messages_truncated\":true"u8 : "],\"messages_truncated\":false"u8);
    }

    private void WriteFields(ReadOnlySpan<byte> json, IBufferWriter<byte> body)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var separator = (byte)'{';
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var name = reader.GetString()!;
            reader.Read();
            reader.Skip();
            if (name != "id" && !fields!.Contains(name))
                continue;
            body.Write([separator]);
            body.Write(json[start..(int)reader.BytesConsumed]);
            separator = (byte)',';
        }
    }
}
