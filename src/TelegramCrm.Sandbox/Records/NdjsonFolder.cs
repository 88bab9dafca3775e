using System.Text;
using System.Text.Json;

namespace TelegramCrm.Sandbox.Records;

/// <summary>Fills a workspace from files that hold one record of the API a line. A file that is missing is an empty list.</summary>
internal static class NdjsonFolder
{
    public static async Task LoadAsync(Workspace workspace, string folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{folder}: there is no such folder; give one that holds tickets.ndjson and its companions");
        await LoadStreamAsync(workspace, workspace.Tickets, Path.Combine(folder, "tickets.ndjson"), "updated_at", cancellationToken);
        await LoadStreamAsync(workspace, workspace.TicketEvents, Path.Combine(folder, "ticket_events.ndjson"), "occurred_at", cancellationToken);
        await LoadStreamAsync(workspace, workspace.Agents, Path.Combine(folder, "agents.ndjson"), "updated_at", cancellationToken);
        await LoadStreamAsync(workspace, workspace.Queues, Path.Combine(folder, "queues.ndjson"), "updated_at", cancellationToken);
        await LoadStreamAsync(workspace, workspace.Templates, Path.Combine(folder, "templates.ndjson"), "updated_at", cancellationToken);
        await LoadStreamAsync(workspace, workspace.TemplateUsages, Path.Combine(folder, "template_usages.ndjson"), "applied_at", cancellationToken);
        await LoadThreadsAsync(workspace, Path.Combine(folder, "messages.ndjson"), cancellationToken);
    }

    private static async Task LoadStreamAsync(Workspace workspace, RecordStream stream, string path, string time, CancellationToken cancellationToken)
    {
        var records = new List<Record>();
        await foreach (var line in LinesAsync(path, cancellationToken))
        {
            using (line.Json)
                records.Add(workspace.Heap.Add(line.Text("id"), line.Time(time), line.Bytes));
        }
        stream.Load([.. records]);
    }

    private static async Task LoadThreadsAsync(Workspace workspace, string path, CancellationToken cancellationToken)
    {
        var messages = new List<(string TicketId, DateTimeOffset At, string Id, byte[] Bytes)>();
        await foreach (var line in LinesAsync(path, cancellationToken))
        {
            using (line.Json)
                messages.Add((line.Text("ticket_id"), line.Time("created_at"), line.Text("id"), line.Bytes));
        }
        foreach (var thread in messages.GroupBy(message => message.TicketId, StringComparer.Ordinal))
        {
            var ordered = thread.OrderBy(message => message.At).ThenBy(message => message.Id, StringComparer.Ordinal);
            var joined = new MemoryStream();
            foreach (var message in ordered)
            {
                if (joined.Length > 0)
                    joined.WriteByte((byte)',');
                joined.Write(message.Bytes);
            }
            workspace.Threads[thread.Key] = MessageThread.From(workspace.Heap, joined.GetBuffer().AsSpan(0, (int)joined.Length));
        }
    }

    private static async IAsyncEnumerable<Line> LinesAsync(
        string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            yield break;
        var number = 0;
        await foreach (var text in File.ReadLinesAsync(path, cancellationToken))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(text))
                yield return new Line($"{path}:{number}", text);
        }
    }

    private sealed class Line
    {
        private readonly string where;

        public Line(string where, string text)
        {
            this.where = where;
            Bytes = Encoding.UTF8.GetBytes(text.Trim());
            try
            {
                Json = JsonDocument.Parse(Bytes);
            }
            catch (JsonException e)
            {
                throw new InvalidDataException($"{where}: not JSON: {e.Message}", e);
            }
        }

        public byte[] Bytes { get; }

        public JsonDocument Json { get; }

        public string Text(string name) =>
            Json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()!
                : throw new InvalidDataException($"{where}: {name} must be a string");

        public DateTimeOffset Time(string name) =>
            Rfc3339.TryParse(Text(name), out var at) ? at : throw new InvalidDataException($"{where}: {name} must be a timestamp with an offset");
    }
}
