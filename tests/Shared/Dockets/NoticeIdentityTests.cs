using Tipstaff.Dockets;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Dockets;

public sealed class NoticeIdentityTests
{
    private static readonly DocketEntry Text = Some.Entry(document: null, number: null, labels: "Minute Entry");

    [Fact]
    public void Of_Sequence_IsTheFeedsIdentity() =>
        Assert.Equal(Some.Entry().Identity, NoticeIdentity.Of(Some.Nysd, Some.DoeVRoe, "612345", "10", document: null, Some.Monday9Am, []));

    [Fact]
    public void Of_NothingThatTellsItFromOthers_IsNull()
    {
        Assert.Null(NoticeIdentity.Of(Some.Nysd, Some.DoeVRoe, "612345", null, DocumentId.Parse("127022264358"), null, ["Order"]));
        Assert.Null(NoticeIdentity.Of(Some.Nysd, Some.DoeVRoe, "612345", null, null, Some.Monday9Am, []));
    }

    [Theory]
    [InlineData(0, "MINUTE ENTRY", true)]
    [InlineData(59, "Minute entry.", true)]
    [InlineData(-60, "Minute Entry", true)]
    [InlineData(119, "Minute Entry", true)]
    [InlineData(121, "Minute Entry", false)]
    [InlineData(0, "Set Deadlines", false)]
    public void OthersOf_TextEntryOfAFeed_HoldsThatOfTheNotice(int secondsLater, string label, bool isFound)
    {
        var noticed = NoticeIdentity.Of(Some.Nysd, Some.DoeVRoe, "612345", null, null, Some.Monday9Am, ["Minute Entry"])!;

        var others = NoticeIdentity.OthersOf(Text with { Labels = ["Other", label], EnteredAt = Some.Monday9Am.AddSeconds(secondsLater) });

        Assert.Equal(isFound, others.Contains(noticed));
    }

    [Fact]
    public void OthersOf_EntryWithADocument_IsFoundByItsSequenceAlone()
    {
        Assert.Empty(NoticeIdentity.OthersOf(Some.Entry()));
        Assert.Equal("nysd|612345|10", Assert.Single(NoticeIdentity.OthersOf(Some.Entry() with { Identity = EntryIdentity.OfPublication(Some.Nysd, "612345", Some.Monday9Am, "3") })).Value);
    }

    [Fact]
    public void IsSame_GoesByWhatBothTell()
    {
        var entry = Some.Entry();

        Assert.True(NoticeIdentity.IsSame(entry, entry with { Document = null, EnteredAt = null }));
        Assert.False(NoticeIdentity.IsSame(entry, entry with { Sequence = "11" }));
        Assert.False(NoticeIdentity.IsSame(entry, entry with { CaseId = "600099" }));
        Assert.True(NoticeIdentity.IsSame(entry with { Sequence = null }, entry with { EnteredAt = Some.Monday9Am.AddDays(3) }));
        Assert.False(NoticeIdentity.IsSame(entry, entry with { Sequence = null, Document = null }));
        Assert.True(NoticeIdentity.IsSame(Text, Text with { Sequence = null, EnteredAt = Some.Monday9Am.AddSeconds(90), Labels = ["minute entry"] }));
        Assert.False(NoticeIdentity.IsSame(Text, Text with { Sequence = null, EnteredAt = Some.Monday9Am.AddSeconds(121) }));
        Assert.False(NoticeIdentity.IsSame(Text, Text with { Sequence = null, EnteredAt = null }));
        Assert.False(NoticeIdentity.IsSame(Text, Text with { Sequence = null, Labels = ["Order"] }));
    }
}
