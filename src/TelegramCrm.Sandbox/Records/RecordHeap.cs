using System.Text;

namespace TelegramCrm.Sandbox.Records;

/// <summary>
/// Where the bytes of all records lie: appended once, never changed, so that a page is written from them without a lock.
/// A few large blocks instead of millions of small arrays keep the garbage collector out of the benchmarks.
/// </summary>
internal sealed class RecordHeap
{
    private const int BlockBytes = 8 << 20;
    private volatile byte[][] blocks = [];
    private int blockCount;
    private int used = BlockBytes;

    public HeapSpan Add(ReadOnlySpan<byte> bytes)
    {
        if (used + bytes.Length > BlockBytes || blockCount == 0)
            Grow(Math.Max(BlockBytes, bytes.Length));
        var span = new HeapSpan(blockCount - 1, used, bytes.Length);
        bytes.CopyTo(blocks[span.Block].AsSpan(used));
        used += bytes.Length;
        return span;
    }

    /// <summary>Adds one version of a record.</summary>
    public Record Add(string id, DateTimeOffset at, ReadOnlySpan<byte> json) => new(at.UtcTicks, Add(Encoding.UTF8.GetBytes(id)), Add(json));

    public ReadOnlySpan<byte> this[HeapSpan span] => blocks[span.Block].AsSpan(span.Offset, span.Length);

    private void Grow(int bytes)
    {
        if (blockCount == blocks.Length)
        {
            var wider = blocks;
            Array.Resize(ref wider, Math.Max(16, blockCount * 2));
            blocks = wider;
        }
        blocks[blockCount++] = GC.AllocateUninitializedArray<byte>(bytes);
        used = 0;
    }
}

/// <summary>A stretch of the heap.</summary>
internal readonly record struct HeapSpan(int Block, int Offset, int Length)
{
    /// <summary>A part of it.</summary>
    public HeapSpan Slice(int start, int length) => new(Block, Offset + start, length);

    /// <summary>Whether it was written earlier.</summary>
    public bool IsBefore(HeapSpan other) => (Block, Offset).CompareTo((other.Block, other.Offset)) < 0;
}
