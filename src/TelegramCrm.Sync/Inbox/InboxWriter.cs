using System.Threading.Channels;

namespace TelegramCrm.Sync.Inbox;

/// <summary>
/// Stores deliveries with a group commit: whatever comes while one transaction is being flushed goes together into the next, so that many
/// senders share the price of one flush.
/// </summary>
public sealed class InboxWriter : IAsyncDisposable
{
    private const int LargestGroup = 512;

    private readonly InboxStore store;
    private readonly Channel<Pending> channel = Channel.CreateBounded<Pending>(new BoundedChannelOptions(2 * LargestGroup) { SingleReader = true });
    private readonly Task writing;

    private sealed record Pending(ReceivedDelivery Delivery, TaskCompletionSource<bool> IsNew);

    /// <summary>Starts the one writer.</summary>
    /// <param name="store">Where to.</param>
    public InboxWriter(InboxStore store)
    {
        this.store = store;
        writing = Task.Run(WriteAsync);
    }

    /// <summary>Stores a delivery.</summary>
    /// <param name="delivery">What was verified.</param>
    /// <param name="cancellationToken">Gives up before the delivery is handed over; once it is, it will be stored.</param>
    /// <returns>True when it is on the disk and new, false when its id was known already.</returns>
    /// <exception cref="ChannelClosedException">The writer has been disposed.</exception>
    /// <exception cref="System.Data.Common.DbException">It could not be stored.</exception>
    public async Task<bool> StoreAsync(ReceivedDelivery delivery, CancellationToken cancellationToken)
    {
        var pending = new Pending(delivery, new(TaskCreationOptions.RunContinuationsAsynchronously));
        await channel.Writer.WriteAsync(pending, cancellationToken);
        return await pending.IsNew.Task;
    }

    /// <summary>Takes nothing more in, and stores what was handed over.</summary>
    public async ValueTask DisposeAsync()
    {
        channel.Writer.TryComplete();
        await writing;
    }

    private async Task WriteAsync()
    {
        var group = new List<Pending>();
        while (await channel.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < LargestGroup && channel.Reader.TryRead(out var pending))
                group.Add(pending);
            Commit(group);
        }
    }

    private void Commit(List<Pending> group)
    {
        try
        {
            var isNew = store.Store([.. group.Select(pending => pending.Delivery)]);
            foreach (var (pending, stored) in group.Zip(isNew))
                pending.IsNew.SetResult(stored);
        }
        catch (Exception failure) // each sender is told, and will come again
        {
            foreach (var pending in group)
                pending.IsNew.TrySetException(failure);
        }
    }
}
