using Tipstaff.Subscriptions;

namespace Tipstaff.Tests.Shared.Subscriptions;

public sealed class FollowRequestTests
{
    [Fact]
    public void Read_AllRight_GivesTheRequest()
    {
        var request = Read("ada@example.com", "SDNY", "1:24-cv-1234-ABC", out var errors);

        Assert.Empty(errors);
        Assert.Equal("nysd", request!.Court!.Id.Value);
        Assert.Equal("1:24-cv-01234", request.Docket!.Value);
    }

    [Fact]
    public void Read_CourtByTheNameThatPeopleUse_IsThatCourt() =>
        Assert.Equal("nysd", Read("ada@example.com", "Southern District of New York", "1:24-cv-01234", out _)!.Court!.Id.Value);

    [Theory]
    [InlineData("nobody", "nysd", "1:24-cv-01234", "email", "ada@example.com")]
    [InlineData("", "nysd", "1:24-cv-01234", "email", "missing")]
    [InlineData("ada@example.com", "xxyd", "1:24-cv-01234", "court", "'xxyd'")]
    [InlineData("ada@example.com", "Manhattan", "1:24-cv-01234", "court", "like Southern District of New York")]
    [InlineData("ada@example.com", "Delaware", "1:24-cv-01234", "court", "ded (District Court, D. Delaware) or deb (Bankruptcy Court, D. Delaware)")]
    [InlineData("ada@example.com", "nysd", "twelve", "docketNumber", "'twelve'")]
    [InlineData("ada@example.com", "nysd", "24-cv-01234", "docketNumber", "like 1:24-cv-01234")]
    [InlineData("ada@example.com", "nysd", "MDL No. 2168", "docketNumber", "like 1:24-cv-01234")]
    [InlineData("ada@example.com", "cofc", "24-cv-01234", "docketNumber", "like 1:24-cv-01234")]
    [InlineData("ada@example.com", "cit", "24-cv-01234", "docketNumber", "like 1:24-cv-01234")]
    [InlineData("ada@example.com", "jpml", "1:24-cv-01234", "docketNumber", "like MDL No. 2168")]
    [InlineData("ada@example.com", "cacb", "24-10992", "docketNumber", "like 2:24-bk-10992")]
    [InlineData("ada@example.com", "cacb", "24-bk-10992", "docketNumber", "like 2:24-bk-10992")]
    [InlineData("ada@example.com", "nyeb", "18-78584", "docketNumber", "like 8-24-78584")]
    [InlineData("ada@example.com", "nyeb", "8:18-bk-78584", "docketNumber", "like 8-24-78584")]
    [InlineData("ada@example.com", "nysb", "24-bk-10992", "docketNumber", "24-10992")]
    [InlineData("ada@example.com", "ca9", "1:24-cv-01234", "docketNumber", "24-1054")]
    [InlineData("ada@example.com", "nysb", "nonsense", "docketNumber", "24-10992")]
    public void Read_WrongField_NamesItTheValueAndTheRemedy(string email, string court, string docket, string field, string says)
    {
        Assert.Null(Read(email, court, docket, out var errors));

        Assert.Contains(says, Assert.Contains(field, errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nysd", "10:24-cv-01234", "10:24-cv-01234")]
    [InlineData("cofc", "1:24-vv-01234-UNJ", "1:24-vv-01234")]
    [InlineData("jpml", "mdl 2168", "MDL No. 2168")]
    [InlineData("cacb", "2:24-bk-10992-BR", "2:24-bk-10992")]
    [InlineData("cacb", "2:24-ap-1234-BR", "2:24-ap-01234")]
    [InlineData("nyeb", "8-18-78584-ast", "8-18-78584")]
    [InlineData("nysb", "24-10992-mg", "24-10992")]
    [InlineData("nysb", "1:24-bk-10992", "1:24-bk-10992")]
    [InlineData("ca9", "24-1054", "24-1054")]
    [InlineData("nysd", "1:24–cv–01234", "1:24-cv-01234")]
    [InlineData("nysd", "Case No. 1:24cv1234 (JMF)", "1:24-cv-01234")]
    [InlineData("nysd", "1:24-CV-01234 (JMF)", "1:24-cv-01234")]
    [InlineData("deb", "No. 24–10992 (KBO)", "24-10992")]
    public void Read_NumberAsTheCourtWritesIt_IsFollowed(string court, string typed, string docket) =>
        Assert.Equal(docket, Read("ada@example.com", court, typed, out _)!.Docket!.Value);

    [Fact]
    public void Read_HostileValue_IsShownOnOneShortLine()
    {
        Read("ada@example.com", "a\r\nb\u001b[31m" + new string('x', 500), "1:24-cv-01234", out var errors);

        Assert.DoesNotContain(errors["court"], char.IsControl);
        Assert.True(errors["court"].Length < 150);
    }

    [Theory]
    [InlineData("monday,tuesday")]
    [InlineData("Sunday,Monday")]
    [InlineData("+1")]
    [InlineData("1")]
    [InlineData("mon")]
    [InlineData("")]
    public void Read_NoDayOfTheWeek_IsNotTakenForOne(string day)
    {
        Assert.Null(FollowRequest.Read(new FollowFields { Email = "ada@example.com", Court = "nysd", Cadence = "weekly", DigestDay = day }, out var errors));

        Assert.Equal("digestDay", Assert.Single(errors.Keys));
    }

    [Theory]
    [InlineData("monday", DayOfWeek.Monday)]
    [InlineData(" Sunday ", DayOfWeek.Sunday)]
    [InlineData("SATURDAY", DayOfWeek.Saturday)]
    public void Read_ADayOfTheWeek_IsTheDayOfTheDigest(string text, DayOfWeek day) => Assert.Equal(
        day, FollowRequest.Read(new FollowFields { Email = "ada@example.com", Court = "nysd", Cadence = "weekly", DigestDay = text }, out _)!.Terms.DigestAt!.Day);

    private static FollowRequest? Read(string email, string court, string docket, out IReadOnlyDictionary<string, string> errors) =>
        FollowRequest.Read(new FollowFields { Email = email, Court = court, DocketNumber = docket }, out errors);
}
