using NodaTime;
using Shouldly;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Tests.State;

public sealed class StateTimeTests
{
    [Fact]
    public void Text_of_instants_sorts_as_the_instants_do()
    {
        Instant[] instants = [Instant.FromUnixTimeTicks(-10), Instant.FromUnixTimeTicks(0), Instant.FromUtc(2026, 3, 14, 9, 30) + Duration.FromMilliseconds(7)];
        instants.Select(instant => instant.ToText()).ShouldBe(["1969-12-31T23:59:59.999999Z", "1970-01-01T00:00:00.000000Z", "2026-03-14T09:30:00.007000Z"]);
        instants.Select(instant => StateTime.ToInstant(instant.ToText())).ShouldBe(instants);
    }
}
