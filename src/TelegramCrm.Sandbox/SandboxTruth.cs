using System.Text;
using TelegramCrm.Sandbox.Faults;
using TelegramCrm.Sandbox.Http;
using TelegramCrm.Sandbox.Records;

namespace TelegramCrm.Sandbox;

/// <summary>What the CRM really holds, faults aside: what a reader must have in the end. Late commits count once they are visible.</summary>
public sealed class SandboxTruth
{
    private readonly SandboxState state;

    internal SandboxTruth(SandboxState state) => this.state = state;

    /// <summary>The streams, named as their files are.</summary>
    public static IReadOnlyList<string> Streams { get; } =
        ["tickets", "ticket_events", "messages", "agents", "queues", "templates", "template_usages"];

    private Workspace Workspace => state.Workspace;

    /// <summary>How many records a stream has, deleted ones included.</summary>
    /// <param name="stream">One of <see cref="Streams"/>.</param>
    public int Count(string stream)
    {
        lock (Workspace.Gate)
            return stream == "messages" ? Workspace.Threads.Values.Sum(thread => thread.Count) : Stream(stream).Count;
    }

    /// <summary>Every record of a stream as JSON, in the list's order; messages thread by thread.</summary>
    /// <param name="stream">One of <see cref="Streams"/>.</param>
    public IEnumerable<string> Records(string stream) =>
        All(stream).Select(record => Encoding.UTF8.GetString(Workspace.Heap[record.Json]));

    /// <summary>The ids of records that <see cref="SandboxFaults.MalformedRecords"/> breaks at present.</summary>
    /// <param name="stream">One of <see cref="Streams"/>.</param>
    public IReadOnlySet<string> MalformedIds(string stream) =>
        All(stream).Select(record => Encoding.UTF8.GetString(Workspace.Heap[record.Id]))
            .Where(id => MalformedRecord.Is(state.Faults, stream, id)).ToHashSet();

    /// <summary>Writes a file for each stream, such that <see cref="SandboxOptions.DataFolder"/> can serve them again.</summary>
    /// <param name="folder">Made when it is not there; files in it are replaced.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    public async Task WriteAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        foreach (var stream in Streams)
            await File.WriteAllLinesAsync(Path.Combine(folder, $"{stream}.ndjson"), Records(stream), cancellationToken);
    }

    private List<Record> All(string stream)
    {
        lock (Workspace.Gate)
        {
            return stream == "messages"
                ? [.. Workspace.Threads.Values.SelectMany(thread => thread.After(Workspace.Heap, 0, null))]
                : [.. Stream(stream).After(0, null)];
        }
    }

    private RecordStream Stream(string name) => name switch
    {
        "tickets" => Workspace.Tickets,
        "ticket_events" => Workspace.TicketEvents,
        "agents" => Workspace.Agents,
        "queues" => Workspace.Queues,
        "templates" => Workspace.Templates,
        "template_usages" => Workspace.TemplateUsages,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, $"known streams are {string.Join(", ", Streams)}"),
    };
}
