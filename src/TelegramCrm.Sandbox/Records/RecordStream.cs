using System.Text;

namespace TelegramCrm.Sandbox.Records;

/// <summary>
/// One list of the API in its order. A change may be stamped before it becomes visible: until then the list shows
/// the version before it, as a slow commit or a lagging replica would.
/// </summary>
/// <param name="heap">Where bytes go.</param>
/// <param name="clock">Says what is visible by now.</param>
/// <param name="byId">Whether records are looked up by id; append-only lists need not pay for it.</param>
internal sealed class RecordStream(RecordHeap heap, SandboxClock clock, bool byId)
{
    private readonly KeysetIndex index = new(new RecordOrder(heap));
    private readonly Dictionary<string, Record> newest = [];
    private readonly Dictionary<string, Record?> shownInstead = []; // of ids that were ever late: what lists show
    private readonly PriorityQueue<(string Id, Record Record), (DateTimeOffset, long)> late = new();
    private readonly List<string> ids = [];
    private long lateSoFar;

    public int Count
    {
        get
        {
            ShowWhatIsDue();
            return index.Count;
        }
    }

    /// <summary>The ids of all records, if they are looked up by id, in the order they arrived.</summary>
    public IReadOnlyList<string> Ids => ids;

    /// <summary>Takes the first records all at once, which sorts them once.</summary>
    public void Load(Record[] records)
    {
        index.Load(records);
        if (!byId)
            return;
        newest.EnsureCapacity(records.Length);
        foreach (var record in records)
        {
            var id = Encoding.UTF8.GetString(heap[record.Id]);
            if (!newest.TryAdd(id, record))
                throw new InvalidDataException($"two records have the id {id}; keep one");
            ids.Add(id);
        }
    }

    /// <summary>Writes a record, or a newer version of one.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="at">Its stamp.</param>
    /// <param name="json">Its JSON.</param>
    /// <param name="visibleAt">When lists show it.</param>
    public void Put(string id, DateTimeOffset at, ReadOnlySpan<byte> json, DateTimeOffset visibleAt)
    {
        ShowWhatIsDue();
        var record = heap.Add(id, at, json);
        var shown = byId ? Shown(id) : null;
        if (byId && !newest.ContainsKey(id))
            ids.Add(id);
        if (byId)
            newest[id] = record;
        if (visibleAt > clock.Now)
        {
            shownInstead[id] = shown;
            late.Enqueue((id, record), (visibleAt, lateSoFar++));
        }
        else
        {
            Show(id, shown, record);
        }
    }

    /// <summary>Forgets a record, as if it had never been.</summary>
    /// <param name="id">Its id.</param>
    public void Remove(string id)
    {
        ShowWhatIsDue();
        if (Shown(id) is { } shown)
            index.Remove(shown);
        newest.Remove(id);
        shownInstead.Remove(id);
        ids.Remove(id);
    }

    /// <summary>The newest version, even one that lists don't show yet.</summary>
    public Record? Find(string id) => newest.TryGetValue(id, out var record) ? record : null;

    /// <summary>What lists show, behind a key; see <see cref="KeysetIndex.After"/>.</summary>
    public IEnumerable<Record> After(long ticks, byte[]? id)
    {
        ShowWhatIsDue();
        return index.After(ticks, id);
    }

    private Record? Shown(string id) => shownInstead.TryGetValue(id, out var shown) ? shown : Find(id);

    private void ShowWhatIsDue()
    {
        while (late.TryPeek(out var due, out var when) && when.Item1 <= clock.Now)
        {
            late.Dequeue();
            var shown = byId ? Shown(due.Id) : null;
            if (shown is null || shown.Value.Json.IsBefore(due.Record.Json)) // else a later change was quicker
                Show(due.Id, shown, due.Record);
        }
    }

    private void Show(string id, Record? shown, Record record)
    {
        if (shown is { } before)
            index.Remove(before);
        index.Add(record);
        if (shownInstead.ContainsKey(id))
            shownInstead[id] = record;
    }
}
