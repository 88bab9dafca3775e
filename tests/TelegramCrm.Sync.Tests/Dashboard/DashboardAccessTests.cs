using System.Net;

namespace TelegramCrm.Sync.Tests.Dashboard;

public sealed class DashboardAccessTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/dashboard.js")]
    [InlineData("/login")]
    [InlineData("/nowhere")]
    public async Task Every_answer_forbids_the_browser_all_but_the_dashboards_own_files(string path)
    {
        await using var room = await ControlRoom.OpenAsync();
        using var answer = await room.GetAsync(path);
        var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
        foreach (var rule in (string[])["default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"])
            Assert.Contains(rule, policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal(("nosniff", "no-referrer", true), (answer.Headers.GetValues("X-Content-Type-Options").Single(), answer.Headers.GetValues("Referrer-Policy").Single(), answer.Headers.CacheControl!.NoStore));
    }

    [Theory]
    [InlineData("localhost:8091", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("[::1]:8091", HttpStatusCode.OK)]
    [InlineData("desk.example.com", HttpStatusCode.OK)]
    [InlineData("DESK.example.com.:443", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1.evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost.evil.example:8091", HttpStatusCode.MisdirectedRequest)]
    [InlineData("192.168.1.5:8091", HttpStatusCode.MisdirectedRequest)]
    public async Task Only_names_of_its_own_are_answered_so_that_no_other_site_can_be_pointed_here(string host, HttpStatusCode expected)
    {
        await using var room = await ControlRoom.OpenAsync(new() { Hosts = ["desk.example.com"] });
        using var answer = await room.GetAsync("/", "Host", host);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("/", HttpStatusCode.Redirect)]
    [InlineData("/live", HttpStatusCode.Unauthorized)]
    public async Task Without_the_token_nothing_is_shown(string path, HttpStatusCode expected)
    {
        await using var room = await ControlRoom.LockedAsync();
        using var answer = await room.GetAsync(path);
        Assert.Equal((expected, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Who_gives_the_token_once_gets_a_session_that_holds_nothing_of_it()
    {
        await using var room = await ControlRoom.LockedAsync();
        using var login = await room.LogInAsync(ControlRoom.Token);
        Assert.Equal(HttpStatusCode.SeeOther, login.StatusCode);
        var cookie = login.Headers.GetValues("Set-Cookie").Single();
        foreach (var attribute in (string[])["httponly", "samesite=strict", "path=/"])
            Assert.Contains(attribute, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Uri.EscapeDataString(ControlRoom.Token), cookie, StringComparison.Ordinal);

        using var page = await room.GetAsync("/", "Cookie", cookie.Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task A_program_may_bear_the_token()
    {
        await using var room = await ControlRoom.LockedAsync();
        using var right = await room.GetAsync("/", "Authorization", $"Bearer {ControlRoom.Token}");
        using var wrong = await room.GetAsync("/", "Authorization", $"Bearer {ControlRoom.Token} ".ToUpperInvariant());
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (right.StatusCode, wrong.StatusCode));
    }

    [Fact]
    public async Task Logging_out_ends_the_session_and_the_streams_that_hang_on_it()
    {
        await using var room = await ControlRoom.LockedAsync();
        using var login = await room.LogInAsync(ControlRoom.Token);
        var cookie = login.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        var followed = 0;
        await foreach (var (name, _) in room.FollowAsync(cookie))
        {
            followed++;
            if (name != "painted")
                continue;
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/logout", UriKind.Relative));
            request.Headers.Add("Cookie", cookie);
            using var logout = await room.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.SeeOther, logout.StatusCode);
        }
        Assert.True(followed > 5); // and then the service closed it
        using var after = await room.GetAsync("/", "Cookie", cookie);
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    [Fact]
    public async Task After_five_wrong_tokens_even_the_right_one_waits_until_the_minute_is_over()
    {
        await using var room = await ControlRoom.LockedAsync();
        for (var guess = 1; guess <= 5; guess++)
        {
            using var wrong = await room.LogInAsync($"guess number {guess}, also long");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }
        using (var late = await room.LogInAsync(ControlRoom.Token))
            Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromMinutes(1)), (late.StatusCode, late.Headers.RetryAfter!.Delta));
        using (var bearer = await room.GetAsync("/live", "Authorization", $"Bearer {ControlRoom.Token}"))
            Assert.Equal(HttpStatusCode.TooManyRequests, bearer.StatusCode);

        room.Time.Advance(TimeSpan.FromMinutes(1));
        using var again = await room.LogInAsync(ControlRoom.Token);
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task A_form_that_another_site_sends_is_refused(string header, string value)
    {
        await using var room = await ControlRoom.LockedAsync();
        using var answer = await room.LogInAsync(ControlRoom.Token, header, value);
        Assert.Equal((HttpStatusCode.Forbidden, false), (answer.StatusCode, answer.Headers.Contains("Set-Cookie")));
    }

    [Fact]
    public async Task A_session_ends_after_its_time()
    {
        await using var room = await ControlRoom.LockedAsync();
        using var login = await room.LogInAsync(ControlRoom.Token);
        room.Time.Advance(TimeSpan.FromDays(30));
        using var page = await room.GetAsync("/", "Cookie", login.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
    }
}
