using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using TelegramCrm.Sandbox.Faults;
using TelegramCrm.Sandbox.Records;

namespace TelegramCrm.Sandbox.Http;

/// <summary>Answers list requests: seeks to the key under the lock, then copies stored bytes to the connection without it.</summary>
internal sealed class RecordPage(SandboxState state)
{
    private const int FlushBytes = 128 << 10;
    private readonly PageCursor cursors = new(state.Options.Seed);

    private Workspace Workspace => state.Workspace;

    /// <param name="context">The request.</param>
    /// <param name="query">What it asks for.</param>
    /// <param name="after">The list, behind a key.</param>
    /// <param name="isWanted">Its filter; null wants all.</param>
    /// <param name="write">Writes one record; null writes its JSON as it is stored.</param>
    /// <param name="streamName">Which stream, for the faults that stick to a record.</param>
    public async Task AnswerAsync(
        HttpContext context, ListQuery query, string streamName, Func<long, byte[]?, IEnumerable<Record>> after,
        Func<Record, bool>? isWanted = null, Action<Record, IBufferWriter<byte>>? write = null)
    {
        if (query.Cursor is not null && Falls("forgotten cursor", state.Faults.ForgottenCursors, context))
            throw PageCursor.Unknown();
        var (records, hasMore) = Read(query, after, isWanted);
        var next = hasMore ? NextCursor(context, query, records[^1]) : null;
        context.Response.ContentType = "application/json; charset=utf-8";
        var body = context.Response.BodyWriter;
        body.Write("{\"data\":["u8);
        for (var i = 0; i < records.Count; i++)
        {
            if (i > 0)
                body.Write(","u8);
            WriteRecord(streamName, records[i], body, write);
            if (body.UnflushedBytes > FlushBytes)
                await body.FlushAsync(context.RequestAborted);
        }
        WriteEnd(body, next);
        await body.FlushAsync(context.RequestAborted);
        if (hasMore && streamName == "tickets" && Falls("change", state.Faults.ChangesBetweenPages, context))
            state.LiveWork.Step(new SandboxActivity());
    }

    private bool Falls(string fault, double rate, HttpContext context) =>
        state.Tally.Falls(state.Faults, fault, rate, RequestFrame.NumberOf(context));

    private string? NextCursor(HttpContext context, ListQuery query, Record last)
    {
        if (Falls("lost cursor", state.Faults.LostCursors, context))
            return null;
        if (query.Cursor is not null && Falls("repeated cursor", state.Faults.RepeatedCursors, context))
            return query.Cursor;
        return cursors.Seal(query.Filters, last.Ticks, Workspace.Heap[last.Id]);
    }

    private (List<Record> Records, bool HasMore) Read(ListQuery query, Func<long, byte[]?, IEnumerable<Record>> after, Func<Record, bool>? isWanted)
    {
        var (ticks, id) = query.Cursor is null ? (query.Since?.UtcTicks ?? 0, null) : cursors.Open(query.Filters, query.Cursor);
        var until = query.Until?.UtcTicks ?? long.MaxValue;
        var size = Math.Min(query.Limit, state.Options.PageSizeCap);
        var records = new List<Record>(size);
        lock (Workspace.Gate)
        {
            foreach (var record in after(ticks, id))
            {
                if (record.Ticks >= until)
                    break;
                if (isWanted is not null && !isWanted(record))
                    continue;
                if (records.Count == size)
                    return (records, true);
                records.Add(record);
            }
        }
        return (records, false);
    }

    private void WriteRecord(string streamName, Record record, IBufferWriter<byte> body, Action<Record, IBufferWriter<byte>>? write)
    {
        if (MalformedRecord.Is(state.Faults, streamName, record, Workspace.Heap))
        {
            state.Tally.Count("malformed");
            var whole = new ArrayBufferWriter<byte>();
            Write(record, whole, write);
            body.Write(MalformedRecord.Break(state.Faults, streamName, whole.WrittenSpan));
        }
        else
        {
            Write(record, body, write);
        }
    }

    private void Write(Record record, IBufferWriter<byte> body, Action<Record, IBufferWriter<byte>>? write)
    {
        if (write is null)
            body.Write(Workspace.Heap[record.Json]);
        else
            write(record, body);
    }

    private void WriteEnd(PipeWriter body, string? next)
    {
        body.Write("],\"next_cursor\":"u8);
        body.Write(Encoding.UTF8.GetBytes(next is null ? "null" : $"\"{next}\""));
        body.Write(next is null ? ",\"has_more\":false,\"server_time\":\""u8 : ",\"has_more\":true,\"server_time\":\""u8);
        body.Write(Encoding.UTF8.GetBytes(Rfc3339.Format(state.ServerTime)));
        body.Write("\"}"u8);
    }
}
