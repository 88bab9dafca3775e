using CsCheck;
using Shouldly;
using TelegramCrm.Connectors;

namespace TelegramCrm.Sync.Tests.Push;

public sealed class FieldRevisionTests
{
    private static readonly Gen<Dictionary<string, string?>> Fields = Gen.Dictionary(Gen.String[Gen.Char["abc_"], 1, 3], Gen.String.Select(text => (string?)text))[1, 5];

    [Fact]
    public void Equal_fields_have_equal_revisions_in_whatever_order() => Fields.Sample(fields =>
        FieldRevision.Of(fields).ShouldBe(FieldRevision.Of(fields.Reverse())));

    [Fact]
    public void Another_value_is_seen_where_it_is_mapped_and_nowhere_else() => Gen.Select(Fields, Gen.String).Sample((fields, value) =>
    {
        var before = FieldRevision.Of(fields);
        var (name, old) = fields.First();
        fields[name] = value;
        FieldRevision.Differ(before, FieldRevision.Of(fields), [name]).ShouldBe((old ?? "") != value);
        FieldRevision.Differ(before, FieldRevision.Of(fields), fields.Keys.Skip(1)).ShouldBeFalse();
    });

    [Theory]
    [InlineData("47", "47", false)]
    [InlineData("47", "48", true)]
    [InlineData("2026-03-14T09:30:00Z", "2026-03-14T09:31:00Z", true)]
    public void A_target_s_own_revision_is_compared_as_it_is(string before, string now, bool differ) => FieldRevision.Differ(before, now, ["subject"]).ShouldBe(differ);
}
