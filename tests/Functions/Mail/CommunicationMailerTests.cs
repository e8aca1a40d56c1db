using Azure;
using Azure.Communication.Email;
using Azure.Identity;
using Moq;
using Tipstaff.AzureHarness;
using Tipstaff.Functions.Mail;
using Tipstaff.Mail;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Mail;

public sealed class CommunicationMailerTests : IDisposable
{
    private readonly MailWorld _world = new();
    private readonly MailFaults _faults = new();

    public CommunicationMailerTests() => _world.Cloud.Faults = _faults;

    public void Dispose() => _world.Dispose();

    [Fact]
    public void SendAsync_Mail_GoesUnderTheIdOfItsKeyWithItsHeaders()
    {
        var mail = SomeMail.Of(7, references: ["thread@tipstaff.example"], headers: [("List-Id", "<nysd.tipstaff.example>"), ("Auto-Submitted", "auto-generated")]);

        var outcome = Send(mail);

        Assert.IsType<SendOutcome.Accepted>(outcome);
        var taken = Assert.Single(_world.Email.Mailbox);
        Assert.Equal(mail.Key.Value, Guid.Parse(taken.OperationId).ToString("N"));
        Assert.Equal($"<{mail.MessageId}>", taken.InternetMessageId);
        Assert.Equal(("alerts@tipstaff.example", "ada@example.com", mail.Subject, mail.Text, mail.Html), (taken.Sender, taken.Recipient, taken.Subject, taken.PlainText, taken.Html));
        Assert.Equal("true", taken.Headers["x-ms-acsemail-validate-message-id"]);
        Assert.Equal(("<thread@tipstaff.example>", "<thread@tipstaff.example>"), (taken.Headers["References"], taken.Headers["In-Reply-To"]));
        Assert.Equal(("<nysd.tipstaff.example>", "auto-generated"), (taken.Headers["List-Id"], taken.Headers["Auto-Submitted"]));
    }

    [Fact]
    public void SendAsync_HeaderThatTheServiceRefuses_PassesOnceLeftOut()
    {
        _world.Email.RefusedHeaders.Add("References");
        var mail = SomeMail.Of(references: ["thread@tipstaff.example"]);

        var refused = Send(mail);
        _world.Options.LeaveOutHeaders = "references, In-Reply-To";
        var taken = Send(mail);

        Assert.Equal(RefusalKind.ThisProvider, Assert.IsType<SendOutcome.Refused>(refused).Kind);
        Assert.IsType<SendOutcome.Accepted>(taken);
        Assert.DoesNotContain("References", Assert.Single(_world.Email.Mailbox).Headers.Keys);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SendAsync_SameMailTwice_ArrivesOnceWhateverTheServiceKnowsOperationsBy(bool deduplicates)
    {
        _world.Email.DeduplicatesOperationIds = deduplicates;
        Send(SomeMail.Of());
        _world.Pass(TimeSpan.FromMinutes(1));

        var again = Send(SomeMail.Of());

        Assert.IsType<SendOutcome.Accepted>(again);
        Assert.Single(_world.Email.Mailbox);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    [InlineData(0)]
    public void SendAsync_AnswerLostThoughTaken_IsFoundOutToBeTaken(int status)
    {
        _faults.After = Failing("Send", new RequestFailedException(status, "lost"));

        var outcome = Send(SomeMail.Of());

        Assert.IsType<SendOutcome.Accepted>(outcome);
        Assert.Single(_world.Email.Mailbox);
    }

    [Theory]
    [InlineData(500, typeof(SendOutcome.Unknown))]
    [InlineData(504, typeof(SendOutcome.Unknown))]
    [InlineData(0, typeof(SendOutcome.Unknown))]
    [InlineData(503, typeof(SendOutcome.Unavailable))]
    [InlineData(401, typeof(SendOutcome.Unavailable))]
    [InlineData(403, typeof(SendOutcome.Unavailable))]
    [InlineData(404, typeof(SendOutcome.Unavailable))]
    [InlineData(413, typeof(SendOutcome.Refused))]
    public void SendAsync_FailedBeforeItWasTaken_IsWhatItsStatusMeans(int status, Type expected)
    {
        _faults.Before = Failing("Send", new RequestFailedException(status, "trouble for ada@example.com"));

        var outcome = Send(SomeMail.Of());

        Assert.IsType(expected, outcome);
        Assert.DoesNotContain("ada@", outcome.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(400)]
    [InlineData(500)]
    public void SendAsync_NotToldWhetherItHasIt_IsUnknown(int status)
    {
        _faults.Before = call => call.Operation == "Send" ? new RequestFailedException(status, "trouble") : new RequestFailedException(503, "trouble");

        Assert.IsType<SendOutcome.Unknown>(Send(SomeMail.Of()));
    }

    [Fact]
    public void SendAsync_NoAnswerInTime_LooksAndEndsWithinItsTime()
    {
        _faults.IsSilent = _ => true;
        var before = _world.Now;
        var mailer = _world.Mailer();

        var outcome = _world.Run(() => mailer.SendAsync(SomeMail.Of(), CancellationToken.None));

        Assert.IsType<SendOutcome.Unknown>(outcome);
        Assert.InRange(_world.Now - before, TimeSpan.FromSeconds(30), mailer.LongestHandOver + TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, typeof(SendOutcome.Unavailable))]
    [InlineData(HttpRequestError.NameResolutionError, typeof(SendOutcome.Unavailable))]
    [InlineData(HttpRequestError.ResponseEnded, typeof(SendOutcome.Unknown))]
    public void SendAsync_ConnectionFails_IsUnknownOnlyIfItStood(HttpRequestError error, Type expected)
    {
        _faults.Before = Failing("Send", new RequestFailedException("no connection", new HttpRequestException(error)));

        Assert.IsType(expected, Send(SomeMail.Of()));
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, typeof(SendOutcome.Unavailable))]
    [InlineData(HttpRequestError.ResponseEnded, typeof(SendOutcome.Unknown))]
    public void SendAsync_SeveralTriesWithoutAnAnswer_IsUnknownIfOneStood(HttpRequestError last, Type expected)
    {
        _faults.Before = Failing("Send", Tries(HttpRequestError.ConnectionError, last));

        Assert.IsType(expected, Send(SomeMail.Of()));
    }

    [Fact]
    public void SendAsync_LookedAtInSeveralTriesWithoutAnAnswer_IsUnknown()
    {
        _faults.Before = call => call.Operation == "Send" ? new RequestFailedException(500, "trouble") : Tries(HttpRequestError.ResponseEnded, HttpRequestError.ResponseEnded);

        Assert.IsType<SendOutcome.Unknown>(Send(SomeMail.Of()));
    }

    [Fact]
    public void UpcheckAsync_SeveralTriesWithoutAnAnswer_IsFalse()
    {
        _faults.Before = Failing("GetSendResult", Tries(HttpRequestError.ConnectionError));

        Assert.False(_world.Run(() => _world.Mailer().UpcheckAsync(CancellationToken.None)));
    }

    [Fact]
    public void SendAsync_NoToken_IsUnavailable()
    {
        var client = new Mock<EmailClient>(MockBehavior.Strict);
        client.Setup(it => it.SendAsync(WaitUntil.Started, It.IsAny<EmailMessage>(), Guid.ParseExact(SomeMail.Key(1).Value, "N"), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new AuthenticationFailedException("no identity"));

        var outcome = _world.Run(() => _world.Mailer(client: client.Object).SendAsync(SomeMail.Of(), CancellationToken.None));

        Assert.IsType<SendOutcome.Unavailable>(outcome);
        client.VerifyAll();
    }

    [Fact]
    public void SendAsync_RefusedForItsQuota_IsHeldUntilItSaysAndNoMailIsTriedBefore()
    {
        _world.Email.Quota.PerMinute = 1;
        var mailer = _world.Mailer();
        SendBy(mailer, 1);

        var told = Assert.IsType<SendOutcome.Held>(SendBy(mailer, 2));
        var next = Assert.IsType<SendOutcome.Held>(SendBy(mailer, 3));

        Assert.Equal(_world.Now + TimeSpan.FromMinutes(1), told.Until);
        Assert.True(next.Until > told.Until);
        Assert.Equal(1, _world.Email.Quota.TurnedDown);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SendAsync_RecipientOnTheServicesList_IsKnownNowOrByTheReport(bool atOnce)
    {
        _world.Email.RefusesSuppressedAtOnce = atOnce;
        _world.Email.Suppress("ada@example.com");

        var outcome = Send(SomeMail.Of());

        Assert.Equal(atOnce, outcome is SendOutcome.Refused { Kind: RefusalKind.DeadAddress });
        Assert.Equal(!atOnce, outcome is SendOutcome.Accepted);
        Assert.Empty(_world.Email.Mailbox);
    }

    [Fact]
    public void SendAsync_MailWithoutSubject_IsThisMailsFault() =>
        Assert.Equal(RefusalKind.ThisMail, Assert.IsType<SendOutcome.Refused>(Send(SomeMail.Of(subject: " "))).Kind);

    [Theory]
    [InlineData(404, true)]
    [InlineData(429, true)]
    [InlineData(403, false)]
    [InlineData(503, false)]
    [InlineData(0, false)]
    public void UpcheckAsync_AnyAnswerOfAServiceThatKnowsUs_IsTrue(int status, bool expected)
    {
        _faults.Before = Failing("GetSendResult", new RequestFailedException(status, "answer"));

        Assert.Equal(expected, _world.Run(() => _world.Mailer().UpcheckAsync(CancellationToken.None)));
    }

    private static Func<CloudCall, Exception?> Failing(string operation, Exception fault) => call => call.Operation == operation ? fault : null;

    private static AggregateException Tries(params HttpRequestError[] errors) =>
        new(errors.Select(error => new RequestFailedException("no connection", new HttpRequestException(error))));

    private SendOutcome Send(OutgoingMail mail) => _world.Run(() => _world.Mailer().SendAsync(mail, CancellationToken.None));

    private SendOutcome SendBy(CommunicationMailer mailer, int number) => _world.Run(() => mailer.SendAsync(SomeMail.Of(number), CancellationToken.None));
}

public sealed class CommunicationMailerContractTests : Tipstaff.Tests.Contracts.MailProviderContract, IDisposable
{
    private readonly MailWorld _world = new();

    public CommunicationMailerContractTests()
    {
        _world.LiftQuotas();
        Provider = _world.Mailer();
    }

    private protected override IMailProvider Provider { get; }

    public void Dispose() => _world.Dispose();

    private protected override Task<IReadOnlyList<string>> KeptAsync() =>
        Task.FromResult<IReadOnlyList<string>>([.. _world.Email.Mailbox.Select(mail => mail.InternetMessageId.Trim('<', '>'))]);
}
