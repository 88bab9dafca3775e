using NodaTime;
using Shouldly;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Configuration;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly ConfigurationText text = new();

    public void Dispose() => text.Dispose();

    [Fact]
    public void A_file_with_only_a_source_is_complete_and_the_rest_has_defaults()
    {
        var configuration = text.Load($"{{ {ConfigurationText.Source} }}").Configuration!;

        Assert.Equal("the-key", configuration.Source.ApiKey.Reveal());
        Assert.Equal(500, configuration.Source.PageSize);
        Assert.Equal(Duration.FromMinutes(5), configuration.Source.Lookback);
        Assert.Equal(Duration.FromMinutes(5), configuration.Schedules.Sync.Every);
        Assert.Equal(Path.Combine(text.Folder.FullName, "data"), configuration.Data.Folder);
        Assert.Null(configuration.Webhooks);
        Assert.Empty(configuration.Connectors);
    }

    [Fact]
    public void Comments_and_trailing_commas_and_the_schema_s_name_are_allowed()
    {
        var file = text.Load($$"""
            {
              // A line of explanation,
              "$schema": "./sync.config.schema.json", /* and a block of it. */
              {{ConfigurationText.Source}},
            }
            """);
        Assert.Empty(file.Problems);
    }

    [Fact]
    public void Every_problem_is_reported_at_once_each_with_its_line()
    {
        var file = text.Load("""
            {
              "source": {
                "baseUrl": "http://crm.example.com/api/v1",
                "apiKey": "hunter2-hunter2-hunter2",
                "secretToken": "${ENV:NOT_SET}",
                "pagesize": 100,
                "lookback": "5 minutes",
              },
              "calendars": {
                "berlin": {
                  "zone": "Europe/Brelin",
                  "weekly": {
                    "mon": ["09:00-12:00",
                            "13:00-9:00"],
                    "tues": "09:00-18:00",
                  },
                },
              },
              "slaPolicies": [
                { "name": "premium", "targets": { "first_response": "1 business day" } },
              ],
            }
            """);
        Assert.Null(file.Configuration);
        var problems = string.Join("\n", file.Problems.Select(problem => problem.ToString().Replace(text.Folder.FullName + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)));
        problems.ShouldMatchApproved(options => options.WithFilenameGenerator((_, _, type, extension) => $"ConfigurationFileTests.AllProblems.{type}.{extension}"));
    }

    [Fact]
    public void A_file_that_does_not_exist_says_how_to_make_one() =>
        Assert.Equal(": there is no such file; write one with `tgcrm init`, or name yours with --config",
            ConfigurationText.Only(ConfigurationFile.Load(Path.Combine(text.Folder.FullName, "none.json"), _ => null)));

    [Theory]
    [InlineData("", 1)]
    [InlineData("{\n  \"source\": {\n", 3)]
    [InlineData("{\n  \"source\" 1\n}", 2)]
    [InlineData("{}\n{}", 2)]
    [InlineData("{\n  \"a\": \"\\ud800\"\n}", 2)]
    public void What_is_no_JSON_is_refused_with_the_line(string json, int line)
    {
        var problem = Assert.Single(text.Load(json).Problems);
        Assert.Equal(line, problem.Line);
        Assert.StartsWith("is not JSON: ", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_UTF8_is_refused() =>
        Assert.Equal(": is not UTF-8; save it in that encoding", ConfigurationText.Only(text.Load([(byte)'"', 0xff, (byte)'"'])));

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_file() =>
        Assert.Empty(text.Load([0xef, 0xbb, 0xbf, .. System.Text.Encoding.UTF8.GetBytes($"{{ {ConfigurationText.Source} }}")]).Problems);

    [Fact]
    public void A_key_that_stands_twice_is_refused() =>
        Assert.Equal("publish: stands here a second time; keep one of the two", text.ProblemWith("""  "publish": { }, "publish": { } """));

    [Theory]
    [InlineData("\"publis\": { }", "publis: is not a known key; did you mean \"publish\"?")]
    [InlineData("\"publish\": { \"keepversions\": 3 }", "publish.keepversions: is not a known key; did you mean \"keepVersions\"?")]
    [InlineData("\"publish\": { \"kafka\": 3 }", "publish.kafka: is not a known key; known here: keepVersions")]
    public void An_unknown_key_is_an_error_that_names_the_nearest_known_one(string section, string problem) =>
        Assert.Equal(problem, text.ProblemWith(section));

    [Theory]
    [InlineData("\"publish\": { \"keepVersions\": 0 }", "publish.keepVersions: 0 is out of bounds; write a value from 1 to 1000")]
    [InlineData("\"publish\": { \"keepVersions\": 1.5 }", "publish.keepVersions: 1.5 is no whole number, or too large a one; write 1")]
    [InlineData("\"publish\": { \"keepVersions\": \"3\" }", "publish.keepVersions: is a text where a number is expected; write 1")]
    [InlineData("\"publish\": null", "publish: is null where an object is expected; write { }")]
    [InlineData("\"connectors\": { }", "connectors: is an object where a list is expected; write [{ \"name\": \"erp\", \"type\": \"…\" }]")]
    [InlineData("\"connectors\": [{ \"name\": \"erp\" }]", "connectors[0].type: is missing; add \"type\": \"…\"")]
    [InlineData("\"log\": { \"level\": \"warn\" }", "log.level: \"warn\" is not known here; did you mean \"warning\"?")]
    [InlineData("\"schedules\": { \"sync\": \"every day\" }", "schedules.sync: \"day\" is no duration; write \"30s\", \"90m\", \"4h\" or \"7d\"")]
    [InlineData("\"schedules\": { \"sync\": \"0 2 * *\" }", "schedules.sync: \"0 2 * *\" is no schedule; write \"every 5m\", or a cron expression such as \"0 2 * * *\" for 02:00 every day")]
    [InlineData("\"reports\": { \"folder\": \"\" }", "reports.folder: is empty; write something or leave the key out")]
    [InlineData("\"webhooks\": { \"secrets\": [] }", "webhooks.secrets: has 0 entries; 1 or more are needed: write [\"${ENV:NAME}\"]")]
    public void A_value_of_the_wrong_kind_or_size_is_refused_with_one_that_would_do(string section, string problem) =>
        Assert.Equal(problem, text.ProblemWith(section));

    [Theory]
    [InlineData("Berlin", "did you mean \"Europe/Berlin\"?")]
    [InlineData("europe/berlin", "did you mean \"Europe/Berlin\"")]
    [InlineData("Europe/Brelin", "did you mean \"Europe/Berlin\"")]
    [InlineData("Middle-earth/Rivendell", "write an IANA id such as \"Europe/Berlin\" or \"UTC\"")]
    public void An_unknown_zone_is_an_error_and_never_UTC(string zone, string remedy) =>
        Assert.Contains(remedy, text.ProblemWith($$""" "reports": { "zone": "{{zone}}" } """), StringComparison.Ordinal);

    [Theory]
    [InlineData("0 2 * * *", "0 0 2 * * ?")]
    [InlineData("0 30 4 ? * MON", "0 30 4 ? * MON")]
    public void A_schedule_is_a_cron_expression_of_five_fields_or_of_Quartz_s_six(string written, string cron) =>
        Assert.Equal(cron, Schedule.Parse(written).Cron);
}
