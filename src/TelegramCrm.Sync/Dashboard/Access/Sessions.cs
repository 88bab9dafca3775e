using System.Security.Cryptography;
using System.Text;

namespace TelegramCrm.Sync.Dashboard.Access;

/// <summary>Who was let in. A session ends after its time, when somebody logs out, and with the process. Safe for use by several threads.</summary>
/// <param name="time">The clock.</param>
internal sealed class Sessions(TimeProvider time) : IDisposable
{
    private const int Most = 1000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Session> open = [];

    /// <summary>How long a session lasts: a screen on a wall has nobody to log in again each morning.</summary>
    public static TimeSpan Length { get; } = TimeSpan.FromDays(30);

    /// <summary>Begins a session.</summary>
    /// <returns>Its id, which nobody guesses; only its digest is kept.</returns>
    public string Begin()
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        lock (gate)
        {
            Forget();
            if (open.Count >= Most)
                End(open.MinBy(session => session.Value.EndsAt).Key);
            open[Digest(id)] = new(new CancellationTokenSource(Length, time), time.GetUtcNow() + Length);
        }
        return id;
    }

    /// <summary>A session that is still open.</summary>
    /// <returns>What is cancelled when it ends; null when there is no such session.</returns>
    public CancellationToken? Find(string id)
    {
        lock (gate)
        {
            Forget();
            return open.TryGetValue(Digest(id), out var session) ? session.Ending.Token : null;
        }
    }

    /// <summary>Ends a session, if there is one of that id.</summary>
    public void Leave(string id)
    {
        lock (gate)
            End(Digest(id));
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var digest in open.Keys.ToList())
                End(digest);
        }
    }

    private void Forget()
    {
        var now = time.GetUtcNow();
        foreach (var (digest, _) in open.Where(session => session.Value.EndsAt <= now).ToList())
            End(digest);
    }

    private void End(string digest)
    {
        if (!open.Remove(digest, out var session))
            return;
        session.Ending.Cancel();
        session.Ending.Dispose();
    }

    private static string Digest(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    private sealed record Session(CancellationTokenSource Ending, DateTimeOffset EndsAt);
}
