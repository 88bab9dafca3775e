using System.Text.RegularExpressions;
using TelegramCrm.Sync.Transform;

namespace TelegramCrm.Sync.Tests.Sql;

/// <summary>Rules that every file in sql/ keeps. Loading the folder has already compared headers with what the SQL reads.</summary>
public sealed partial class RealFolderTests
{
    private static readonly string Repository = FindRepository();

    [Fact]
    public void The_key_of_every_relation_is_tested() =>
        Assert.All(SqlWarehouse.Folder.Models, model => Assert.Contains(SqlWarehouse.Folder.Tests, test => test.Name == $"{model.Relation}.key"));

    [Fact]
    public void Staging_reads_one_raw_table_and_never_joins() =>
        Assert.All(SqlWarehouse.Folder.Models.Where(IsStaging), model =>
        {
            var table = model.Relation["staging.".Length..];
            Assert.Equal([table.StartsWith("superseded_", StringComparison.Ordinal) ? "raw.superseded" : $"raw.{table}"], model.Inputs);
            Assert.DoesNotContain("join", Code(model.Text), StringComparison.Ordinal);
        });

    [Fact]
    public void Only_staging_reads_raw() =>
        Assert.All(SqlWarehouse.Folder.Models.Where(model => !IsStaging(model)), model =>
            Assert.DoesNotContain(model.Inputs, input => input.StartsWith("raw.", StringComparison.Ordinal)));

    [Fact]
    public void No_file_asks_for_the_time_of_day() =>
        Assert.All(SqlWarehouse.Folder.Models.Select(model => model.Text).Concat(SqlWarehouse.Folder.Tests.Select(test => test.Query)), text =>
            Assert.DoesNotMatch(Clock(), Code(text)));

    [Fact]
    public void What_a_header_means_is_a_heading_of_the_documentation() =>
        Assert.All(SqlWarehouse.Folder.Models.Where(model => model.Means is not null), model =>
        {
            var target = model.Means!.Split('#');
            Assert.Equal(2, target.Length);
            Assert.Contains(target[1], Headings(Path.Combine(Repository, target[0])));
        });

    [Fact]
    public void Every_public_relation_is_described_for_analysts()
    {
        var described = File.ReadAllText(Path.Combine(Repository, "docs", "warehouse.md"));
        Assert.All(SqlWarehouse.Folder.Models.Where(model => model.Relation.StartsWith("analytics.", StringComparison.Ordinal)), model =>
            Assert.Contains($"`{model.Relation}`", described, StringComparison.Ordinal));
    }

    private static bool IsStaging(SqlModel model) => model.Relation.StartsWith("staging.", StringComparison.Ordinal);

    private static string Code(string sql) => Comment().Replace(sql, "");

    // As the forge that shows the file makes an anchor of a heading: lower case, spaces to hyphens, other signs left out.
    private static HashSet<string> Headings(string file) =>
        [.. File.ReadLines(file).Where(line => line.StartsWith('#'))
            .Select(line => NotInAnchor().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "TelegramCrm.Sync.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex("--[^\n]*", RegexOptions.None, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(now|today|current_date|current_time|current_timestamp|localtime|localtimestamp|get_current_timestamp|transaction_timestamp)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Clock();

    [GeneratedRegex("[^a-z0-9_ -]", RegexOptions.None, 1000)]
    private static partial Regex NotInAnchor();
}
