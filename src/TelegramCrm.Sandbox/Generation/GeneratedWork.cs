using System.Buffers;
using System.Text.Json;
using TelegramCrm.Sandbox.Http;
using TelegramCrm.Sandbox.Records;

namespace TelegramCrm.Sandbox.Generation;

/// <summary>Fills a workspace with a company's support work.</summary>
internal sealed class GeneratedWork(Workspace workspace, SandboxOptions options) : IDisposable
{
    private readonly History history = HistoryOf(workspace, options);
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Utf8JsonWriter json = new(Stream.Null, JsonAnswer.Plain with { SkipValidation = true });
    private readonly List<Record> tickets = [];
    private readonly List<Record> events = [];
    private readonly List<Record> usages = [];

    public static History HistoryOf(Workspace workspace, SandboxOptions options)
    {
        var end = Rfc3339.ToMicroseconds(workspace.Clock.Now);
        return new History(end - options.History, end);
    }

    public void Fill(CancellationToken cancellationToken)
    {
        var arrivals = new Arrivals(history.Start, history.End, options.Seed);
        var teller = new TicketTeller(history, options.Seed, customers: Math.Max(20, options.Tickets / 3));
        var stories = ParallelEnumerable.Range(0, options.Tickets).AsOrdered().WithCancellation(cancellationToken).Select(i =>
        {
            var arrival = arrivals.At((i + Draw.Share(options.Seed, "arrival", i)) / options.Tickets);
            return teller.Tell(TicketTeller.IdOf(i + 1001), i + 1001, arrival);
        });
        foreach (var ticket in stories)
            Add(ticket);
        workspace.Tickets.Load([.. tickets]);
        workspace.TicketEvents.Load([.. events]);
        workspace.TemplateUsages.Load([.. usages]);
        var staff = new GeneratedStaff(history);
        workspace.Agents.Load([.. staff.Agents().Select(Store)]);
        workspace.Queues.Load([.. staff.Queues().Select(Store)]);
        workspace.Templates.Load([.. staff.Templates().Select(Store)]);
    }

    public void Dispose() => json.Dispose();

    private Record Store((string Id, DateTimeOffset At, byte[] Json) record) => workspace.Heap.Add(record.Id, record.At, record.Json);

    private void Add(TicketDraft ticket)
    {
        if (ticket.Events.Count == 0)
            return; // it would have begun after the present
        if (Draw.Share(options.Faults.Seed, "tie", ticket.Number) < options.Faults.Ties)
            ticket.UpdatedAt = NextHour(ticket.UpdatedAt);
        tickets.Add(Add(ticket.Id, ticket.UpdatedAt, () => TicketJson.Write(json, ticket)));
        foreach (var happened in ticket.Events)
            events.Add(Add(happened.Id, happened.At, () => TicketJson.Write(json, ticket.Id, happened)));
        foreach (var usage in ticket.Usages)
            usages.Add(Add(usage.Id, usage.At, () => TicketJson.Write(json, ticket.Id, usage)));
        buffer.ResetWrittenCount();
        var starts = new List<int>(ticket.Messages.Count);
        foreach (var message in ticket.Messages)
        {
            if (buffer.WrittenCount > 0)
                buffer.Write(","u8);
            starts.Add(buffer.WrittenCount);
            json.Reset(buffer);
            TicketJson.Write(json, ticket.Id, message);
            json.Flush();
        }
        if (ticket.Messages.Count > 0)
            workspace.Threads[ticket.Id] = MessageThread.From(workspace.Heap, buffer.WrittenSpan, starts);
    }

    private Record Add(string id, DateTimeOffset at, Action write)
    {
        buffer.ResetWrittenCount();
        json.Reset(buffer);
        write();
        json.Flush();
        return workspace.Heap.Add(id, at, buffer.WrittenSpan);
    }

    private DateTimeOffset NextHour(DateTimeOffset at)
    {
        var hour = new DateTimeOffset(at.Ticks / TimeSpan.TicksPerHour * TimeSpan.TicksPerHour, TimeSpan.Zero).AddHours(1);
        return hour < history.End ? hour : history.End;
    }
}
