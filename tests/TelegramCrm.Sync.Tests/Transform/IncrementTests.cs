using CsCheck;
using Dapper;

namespace TelegramCrm.Sync.Tests.Transform;

/// <summary>What a transform of the changed tickets leaves must be what a full one makes.</summary>
public sealed class IncrementTests
{
    private static readonly Gen<Change> AnyChange = Gen.Select(Gen.Int[0, 11], Gen.Int[0, 7], Gen.Int[0, 7], Gen.Int[0, 1500], (kind, which, other, at) => new Change(kind, which, other, at));
    private static readonly Gen<(Change[] Changes, int Quarters)[]> AnyHistory = Gen.Select(AnyChange.Array[1, 25], Gen.Int[0, 12]).Array[2, 5];

    [Fact]
    public void Any_history_in_any_steps_gives_what_a_full_build_gives() => AnyHistory.Sample(history =>
    {
        using var crm = new ChangingCrm();
        var now = 0;
        foreach (var (index, (changes, quarters)) in history.Index())
        {
            foreach (var change in changes)
                crm.Load(change);
            now += quarters;
            Assert.Equal(index == 0, crm.Transform(now).IsFull);
        }
        AssertSameAsFull(crm, now);
    }, iter: 12, threads: 1);

    private static void AssertSameAsFull(ChangingCrm crm, int now)
    {
        var relations = crm.Relations;
        foreach (var relation in relations)
            crm.Connection.Execute($"create or replace table main.\"{relation}\" as from {relation}");
        Assert.True(crm.Transform(now, isFull: true).IsFull);
        Assert.Equal(relations, crm.Relations);
        foreach (var relation in relations)
        {
            var differences = string.Join("\n", crm.Connection.Query<string>($"""
                select '{relation} has too much: ' || to_json(r)::varchar from (from main."{relation}" except all from {relation}) as r
                union all
                select '{relation} lacks: ' || to_json(r)::varchar from (from {relation} except all from main."{relation}") as r
                """));
            Assert.True(differences.Length == 0, differences);
        }
    }
}
