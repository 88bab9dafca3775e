using System.Text.RegularExpressions;

namespace TelegramCrm.Sync.Tests;

/// <summary>docs/reliability.md promises tests by their names.</summary>
public sealed partial class ReliabilityPageTests
{
    [Fact]
    public void Every_test_that_the_page_names_is_there()
    {
        var named = TestName().Matches(File.ReadAllText(HouseTests.PathOf("docs/reliability.md"))).Select(match => match.Groups["name"].Value).ToHashSet();
        var written = Directory.EnumerateFiles(HouseTests.PathOf("tests"), "*Tests.cs", SearchOption.AllDirectories)
            .SelectMany(file => Method().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value)).ToHashSet();
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(written));
    }

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+){3,})`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TestName();

    [GeneratedRegex(@"public (?:async Task|void) (?<name>\w+)\(", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Method();
}
