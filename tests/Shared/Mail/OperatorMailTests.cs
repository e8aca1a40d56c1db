using Tipstaff.Courts;
using Tipstaff.Mail;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Mail;

public sealed class OperatorMailTests
{
    private static readonly OperatorNotice Trouble = OperatorNotice.Of(
        NoticeKind.CourtInTrouble, "nysd", Some.Monday9Am, "nysd did not answer 5 times in a row; <look> at its feed.", Some.Nysd);

    private static readonly OperatorNotice Dead = OperatorNotice.Of(NoticeKind.DeadLetter, "1", Some.Monday9Am, "An alert was given up.");

    [Theory]
    [InlineData("[Tipstaff] Court in trouble: nysd", false)]
    [InlineData("[Tipstaff] Alert given up (+1)", true)]
    public void Of_Notices_NamesTheWorstInTheSubject(string subject, bool withDeadLetter) =>
        Assert.Equal(subject, OperatorMail.Of(withDeadLetter ? [Trouble, Dead] : [Trouble], CourtDirectory.Default).Subject);

    [Fact]
    public void Of_ACourtsNotice_TellsTheTimeOfItsZone() =>
        Assert.Equal("Mar 2, 2026, 9:00 AM EST", OperatorMail.Of([Trouble], CourtDirectory.Default).Notices[0].At);

    [Fact]
    public async Task ComposeOperatorMessageAsync_Notices_SaysTheSameInTextAndHtml()
    {
        var message = Message();

        var mail = await SomeComposer.Composer().ComposeOperatorMessageAsync(message, TestContext.Current.CancellationToken);

        Assert.NotNull(mail);
        Assert.Equal(("operators@example.com", message.Key), (mail.To.Value, mail.Key));
        Assert.Contains("nysd did not answer 5 times in a row; <look> at its feed.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("nysd did not answer 5 times in a row; &lt;look&gt; at its feed.", mail.Html, StringComparison.Ordinal);
        Assert.Contains(mail.Headers, header => header is { Key: "Auto-Submitted", Value: "auto-generated" });
    }

    [Fact]
    public void Words_EveryKind_HasItsOwn() =>
        Assert.Equal(Enum.GetValues<NoticeKind>().Length, Enum.GetValues<NoticeKind>().Select(OperatorMail.Words).Where(words => words is not "News").Distinct().Count());

    private static OutboxMessage.OperatorMessage Message() => new([Trouble, Dead])
    {
        Key = IdempotencyKey.OfNotices([Trouble, Dead]),
        Subscriber = Some.Subscription().Subscriber,
        CreatedAt = Some.Monday9Am,
        DueAt = Some.Monday9Am,
    };
}
