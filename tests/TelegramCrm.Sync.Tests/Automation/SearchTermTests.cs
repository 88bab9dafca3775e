using Shouldly;
using TelegramCrm.Connectors;
using TelegramCrm.Sync.Automation.Suggestions;

namespace TelegramCrm.Sync.Tests.Automation;

public sealed class SearchTermTests
{
    [Theory]
    [InlineData("Password reset fails", "I can't reset it. The mail with the mail link, mail@example.com, never comes: https://x.example/mail", "en", "password reset fails mail link")]
    [InlineData("Rechnung fehlt", "Guten Tag, die Rechnung für Bestellung 12345 fehlt leider", "de-AT", "rechnung fehlt bestellung")]
    [InlineData("Не приходит счёт", "Здравствуйте! Помогите, пожалуйста", "ru", "приходит счёт")]
    [InlineData("the die und le", "", null, "")]
    [InlineData("the die und le", "", "xx", "the die und")]
    [InlineData("E404 2FA 123 ab", null, "en", "e404 2fa")]
    [InlineData(null, null, "en", "")]
    public void The_telling_words_of_the_subject_come_first_then_the_frequent_ones_of_the_message(string? subject, string? message, string? language, string terms) =>
        string.Join(' ', SearchTerm.Choose(subject, message, language, [], 6).Select(term => term.Word)).ShouldBe(terms);

    [Fact]
    public void Words_of_the_subject_weigh_twice_own_stop_words_are_left_out_and_no_more_than_wanted_are_taken() =>
        SearchTerm.Choose("Acme router broken", "router blinking red", "en", ["acme"], 3).Select(term => (term.Word, term.Weight)).ShouldBe([("router", 2), ("broken", 2), ("blinking", 1)]);

    [Fact]
    public void A_score_is_the_share_of_the_terms_that_an_article_has_its_title_counting_more()
    {
        var (a, b) = (Article("a", "Router broken"), Article("b", "Lights"));
        var ranked = RankedArticle.Rank([(new("router", 2), [b, a]), (new("broken", 2), [a]), (new("blinking", 1), [b]), (new("purple", 1), [])]);
        ranked.Select(article => (article.Article.Id, article.Score)).ShouldBe([("a", Math.Round(4.0 / 6, 4)), ("b", Math.Round((1.5 + 0.75) / 6, 4))]);
        ranked[1].Terms.ShouldBe(["router", "blinking"]);
    }

    [Fact]
    public void A_term_that_many_articles_have_counts_half()
    {
        var many = Enumerable.Range(0, RankedArticle.MostHits).Select(i => Article($"{i:00}", "Router")).ToList();
        RankedArticle.Rank([(new("router", 2), many), (new("red", 1), [many[^1]])]).Select(article => article.Score).Take(2).ShouldBe([Math.Round(1.75 / 2, 4), 0.5]);
    }

    [Fact]
    public void Every_list_of_stop_words_is_in_small_letters_and_of_words() => StopWords.Languages.ShouldAllBe(language =>
        StopWords.Of(language).Count > 50 && StopWords.Of(language).All(word => word.All(letter => char.IsLetter(letter) && !char.IsUpper(letter))));

    private static Article Article(string id, string title) => new(id, title, new Uri($"https://kb.example.com/{id}"));
}
