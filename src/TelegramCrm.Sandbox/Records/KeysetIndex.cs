namespace TelegramCrm.Sandbox.Records;

/// <summary>
/// A sorted list in blocks: a page begins with two binary searches, wherever in millions of records it begins,
/// and a record that changes moves within blocks, not within the whole.
/// </summary>
internal sealed class KeysetIndex(RecordOrder order)
{
    private const int BlockRecords = 1024;
    private readonly List<List<Record>> blocks = [];

    public int Count { get; private set; }

    /// <summary>Takes the place of everything there was.</summary>
    public void Load(Record[] records)
    {
        Array.Sort(records, order);
        blocks.Clear();
        foreach (var block in records.Chunk(BlockRecords))
            blocks.Add([.. block]);
        Count = records.Length;
    }

    public void Add(Record record)
    {
        Count++;
        if (blocks.Count == 0)
        {
            blocks.Add([record]);
            return;
        }
        var at = Math.Min(BlockOf(record), blocks.Count - 1);
        var block = blocks[at];
        var place = block.BinarySearch(record, order);
        block.Insert(place < 0 ? ~place : place, record);
        if (block.Count > 2 * BlockRecords)
            Split(at);
    }

    public void Remove(Record record)
    {
        var at = BlockOf(record);
        var place = at < blocks.Count ? blocks[at].BinarySearch(record, order) : -1;
        if (place < 0)
            throw new InvalidOperationException("the record is not in the index");
        blocks[at].RemoveAt(place);
        if (blocks[at].Count == 0)
            blocks.RemoveAt(at);
        Count--;
    }

    /// <summary>Everything behind a key, in order.</summary>
    /// <param name="ticks">The key's time.</param>
    /// <param name="id">The key's id; null begins with the first record of that very time.</param>
    public IEnumerable<Record> After(long ticks, byte[]? id)
    {
        bool IsBefore(Record record) => id is null ? record.Ticks < ticks : order.Compare(record, ticks, id) <= 0;
        var first = FirstNot(blocks.Count, at => IsBefore(blocks[at][^1]));
        for (var at = first; at < blocks.Count; at++)
        {
            var block = blocks[at];
            for (var place = at == first ? FirstNot(block.Count, i => IsBefore(block[i])) : 0; place < block.Count; place++)
                yield return block[place];
        }
    }

    private int BlockOf(Record record) => FirstNot(blocks.Count, at => order.Compare(blocks[at][^1], record) < 0);

    private void Split(int at)
    {
        var block = blocks[at];
        blocks.Insert(at + 1, block.GetRange(BlockRecords, block.Count - BlockRecords));
        block.RemoveRange(BlockRecords, block.Count - BlockRecords);
    }

    private static int FirstNot(int count, Func<int, bool> isBefore)
    {
        var (low, high) = (0, count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (isBefore(middle))
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
