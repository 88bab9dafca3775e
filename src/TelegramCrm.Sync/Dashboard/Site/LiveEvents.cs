using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace TelegramCrm.Sync.Dashboard.Site;

/// <summary>What a viewer is sent: every panel first, then those that changed. One that reads slowly is sent the newest and nothing in between.</summary>
/// <param name="board">Paints.</param>
internal sealed class LiveEvents(Board board)
{
    /// <param name="leaving">When the viewer must leave.</param>
    /// <param name="cancellationToken">When the viewer has left.</param>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync(CancellationToken leaving, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(leaving, cancellationToken);
        using var seat = board.TakeSeat();
        yield return new(BoardPage.Version, "version");
        var (shown, title) = (new Dictionary<string, string>(), "");
        for (var picture = await PresentAsync(either.Token); picture is not null; picture = await NextAsync(picture, either.Token))
        {
            foreach (var (id, fragment) in picture.Fragments.Where(panel => shown.GetValueOrDefault(panel.Key) != panel.Value))
            {
                shown[id] = fragment;
                yield return new(fragment, id);
            }
            if (title != picture.Title)
                yield return new(title = picture.Title, "title");
            yield return new(picture.At.ToString(), "painted"); // says that the connection lives, though nothing has changed
        }
    }

    private async Task<Picture?> PresentAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await board.CurrentAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task<Picture?> NextAsync(Picture picture, CancellationToken cancellationToken)
    {
        try
        {
            return await picture.Next.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
