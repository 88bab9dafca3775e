using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace TelegramCrm.Sync.Load;

/// <summary>
/// Remembers which ids have passed, in memory of one size: a Bloom filter whose bits for one id lie in one cache line (Putze, Sanders,
/// Singler 2007). An id that has not passed may be taken for one that has, never the other way round, so "new" can be relied on and "maybe
/// known" must be looked up. Up to ten million ids fewer than one in ten thousand is looked up in vain; beyond, more are, and nothing else changes.
/// </summary>
internal sealed unsafe class SeenIds : IDisposable
{
    private const int BlockBits = 19;
    private const int WordsPerBlock = 8; // 512 bits, a cache line
    private const nuint Bytes = (nuint)sizeof(ulong) * WordsPerBlock << BlockBits; // 32 MB, of which the system gives what is touched

    private ulong* blocks = (ulong*)NativeMemory.AllocZeroed(Bytes); // no page of it exists before it is touched, so a batch of few records pays nothing

    /// <summary>Remembers an id.</summary>
    /// <param name="id">The id as UTF-8.</param>
    /// <returns>Whether it certainly has not passed before.</returns>
    public bool Add(ReadOnlySpan<byte> id)
    {
        ObjectDisposedException.ThrowIf(blocks is null, this);
        var hash = XxHash128.HashToUInt128(id);
        var (positions, others) = ((ulong)hash, (ulong)(hash >> 64));
        var block = blocks + (others >> (64 - BlockBits)) * WordsPerBlock;
        return Mark(block, positions, count: 7) | Mark(block, others, count: 5);
    }

    /// <returns>Whether any of the bits was not set.</returns>
    private static bool Mark(ulong* block, ulong positions, int count)
    {
        var missing = 0UL;
        for (; count > 0; count--, positions >>= 9) // 9 bits name one of 512
        {
            ref var word = ref block[(positions >> 6) & 7];
            var bit = 1UL << (int)(positions & 63);
            missing |= bit & ~word;
            word |= bit;
        }
        return missing != 0;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        NativeMemory.Free(blocks);
        blocks = null;
    }
}
