namespace TelegramCrm.Sandbox.Records;

/// <summary>The order of every list: by time, then by the bytes of the id.</summary>
internal sealed class RecordOrder(RecordHeap heap) : IComparer<Record>
{
    public int Compare(Record x, Record y) =>
        x.Ticks != y.Ticks ? x.Ticks.CompareTo(y.Ticks) : heap[x.Id].SequenceCompareTo(heap[y.Id]);

    public int Compare(Record record, long ticks, ReadOnlySpan<byte> id) =>
        record.Ticks != ticks ? record.Ticks.CompareTo(ticks) : heap[record.Id].SequenceCompareTo(id);
}
