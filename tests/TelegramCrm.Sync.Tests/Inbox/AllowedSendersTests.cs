using System.Net;
using Microsoft.AspNetCore.Http;
using TelegramCrm.Sync.Inbox;

namespace TelegramCrm.Sync.Tests.Inbox;

public sealed class AllowedSendersTests
{
    private static readonly AllowedSenders Senders = new([IPNetwork.Parse("203.0.113.0/24"), IPNetwork.Parse("2001:db8::/32")], [IPNetwork.Parse("10.0.0.0/8")]);

    [Theory]
    [InlineData("203.0.113.7", null, true)]
    [InlineData("::ffff:203.0.113.7", null, true)]
    [InlineData("2001:db8::7", null, true)]
    [InlineData("198.51.100.7", null, false)]
    [InlineData("198.51.100.7", "203.0.113.7", false)] // whoever wrote the header is no proxy of ours
    [InlineData("10.0.0.1", "203.0.113.7", true)]
    [InlineData("10.0.0.1", "198.51.100.7", false)]
    [InlineData("10.0.0.1", "203.0.113.7, 198.51.100.7", false)] // the first was written by the sender itself
    [InlineData("10.0.0.1", "198.51.100.7, 203.0.113.7, 10.0.0.2", true)]
    [InlineData("10.0.0.1", "nonsense", false)]
    [InlineData("10.0.0.1", null, false)]
    public void Only_what_our_own_proxies_wrote_says_where_a_delivery_comes_from(string remote, string? forwarded, bool expected)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(remote);
        if (forwarded is not null)
            context.Request.Headers["X-Forwarded-For"] = forwarded;
        Assert.Equal(expected, Senders.Include(context));
    }

    [Fact]
    public void Without_a_list_everyone_may_deliver() => Assert.True(new AllowedSenders([], []).Include(new DefaultHttpContext()));
}
