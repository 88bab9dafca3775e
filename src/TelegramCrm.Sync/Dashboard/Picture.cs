using NodaTime;

namespace TelegramCrm.Sync.Dashboard;

/// <summary>What the dashboard shows at one instant, ready for the browser.</summary>
/// <param name="at">That instant.</param>
/// <param name="title">The window's title, as text.</param>
/// <param name="fragments">The markup of each panel, by its id.</param>
internal sealed class Picture(Instant at, string title, IReadOnlyDictionary<string, string> fragments)
{
    private readonly TaskCompletionSource<Picture> next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Instant At => at;

    public string Title => title;

    public IReadOnlyDictionary<string, string> Fragments => fragments;

    /// <summary>Comes when this picture is out of date. A viewer that was slow finds the newest by going on from there.</summary>
    public Task<Picture> Next => next.Task;

    public void GiveWayTo(Picture newer) => next.SetResult(newer);
}
