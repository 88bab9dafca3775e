using System.Net;
using System.Threading.RateLimiting;
using NodaTime;

namespace TelegramCrm.Sync.Crm;

/// <summary>
/// Where the requests of one endpoint category line up: first come, first served, only so many on their way at once, and
/// none beyond the category's budget. A caller asks for one page after the other, so with n callers each has its turn at
/// least at every n-th request; nobody starves.
/// </summary>
/// <param name="parallel">How many may be on their way at once.</param>
/// <param name="time">The clock.</param>
/// <param name="budget">The budget of another gate whose limit is this one's too; null for a budget of its own.</param>
public sealed class EndpointGate(int parallel, TimeProvider time, EndpointBudget? budget = null) : IDisposable
{
    // The one at the head of the line waits for a place and for the budget; those behind wait for the head.
    private readonly ConcurrencyLimiter head = Line(1);
    private readonly ConcurrencyLimiter places = Line(parallel);

    /// <summary>What the category's limit is known to be.</summary>
    public EndpointBudget Budget { get; } = budget ?? new(time);

    /// <summary>Waits for the request's turn.</summary>
    /// <param name="cancellationToken">Leaves the line.</param>
    public async Task<Passage> EnterAsync(CancellationToken cancellationToken)
    {
        using var turn = await TakeAsync(head, cancellationToken);
        var place = await TakeAsync(places, cancellationToken);
        try
        {
            return new Passage(this, place, await Budget.SpendAsync(cancellationToken));
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <summary>Forgets who waits.</summary>
    public void Dispose()
    {
        head.Dispose();
        places.Dispose();
    }

    private static async Task<RateLimitLease> TakeAsync(ConcurrencyLimiter line, CancellationToken cancellationToken) =>
        await line.AcquireAsync(cancellationToken: cancellationToken) is { IsAcquired: true } lease ? lease : throw new ObjectDisposedException(nameof(EndpointGate));

    private static ConcurrencyLimiter Line(int places) => new(
        new ConcurrencyLimiterOptions { PermitLimit = places, QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    /// <summary>One request's time behind the gate; it has to be left in one of the two ways.</summary>
    public sealed class Passage
    {
        private readonly EndpointGate gate;
        private readonly RateLimitLease place;
        private readonly int window;

        internal Passage(EndpointGate gate, RateLimitLease place, int window) => (this.gate, this.place, this.window) = (gate, place, window);

        /// <summary>Leaves with an answer, from which the budget learns.</summary>
        /// <param name="answer">Any answer.</param>
        /// <returns>How long a 429 makes the category wait; null when it does not, or another 429 has already.</returns>
        public TimeSpan? Leave(HttpResponseMessage answer)
        {
            var now = gate.Now;
            var seen = RateLimit.Read(answer, now);
            using (place)
            {
                if (seen is not null || answer.StatusCode < HttpStatusCode.InternalServerError)
                    return gate.Budget.Learn(window, seen, answer.StatusCode == HttpStatusCode.TooManyRequests, RetryAfter.Read(answer, now));
                gate.Budget.Return(wasSent: true); // some proxy's error
                return null;
            }
        }

        /// <summary>Leaves without an answer.</summary>
        /// <param name="wasSent">Whether the request may have reached the server.</param>
        public void Leave(bool wasSent)
        {
            using (place)
                gate.Budget.Return(wasSent);
        }
    }
}
