using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Sync.Extract;

/// <summary>
/// Tells a true end from a full last page that the server cut off. An ordered stream is read again from its newest
/// record: a short page proves the end. Where that page is full as well, because all of it shares one instant, and in
/// lists without an order, the same is asked for in pages of another size: an honest server must then show more or a
/// short page, for one that cuts off at its page's end can't do so at two places.
/// </summary>
/// <param name="stream">Which stream.</param>
/// <param name="pageSize">The usual page size.</param>
public sealed class EndProbe(CrmStream stream, int pageSize)
{
    private static readonly int[] Sizes = [ExtractLimits.MaxPageSize, ExtractLimits.MaxPageSize - 1, ExtractLimits.MaxPageSize - 2];

    private Queue<int> others = OtherThan(pageSize);
    private ChainEnd reached = new(pageSize);

    /// <summary>Whether the last end that was told of is a true one.</summary>
    public bool IsProven { get; private set; }

    /// <summary>What to say when nothing tells a true end from a false one.</summary>
    public CrmException Doubt => new(
        $"{stream.Path}: the API ends its list with a full page whatever the page's size, so nothing tells whether more follows; ask its operator", null);

    /// <summary>How large the pages must be in which it is looked behind an end; null when the end is a true one, or nothing is left to try.</summary>
    /// <param name="end">How the last chain ended.</param>
    public int? Next(ChainEnd end)
    {
        IsProven = !end.IsFull;
        if (IsProven)
            return null;
        if (stream.IsOrdered && HasProgressed(end))
        {
            (reached, others) = (end, OtherThan(pageSize));
            return pageSize;
        }
        IsProven = end.Records < end.Limit; // as much as this server gives, and nothing new behind it
        return !IsProven && others.TryDequeue(out var size) ? size : null;
    }

    private bool HasProgressed(ChainEnd end) =>
        end.NewestAt is { } newestAt && (reached.NewestAt is not { } at || newestAt > at || (newestAt == at && end.Ties > reached.Ties));

    private static Queue<int> OtherThan(int size) => new(Sizes.Where(other => other != size));
}
