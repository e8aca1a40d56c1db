using Microsoft.Extensions.Logging.Abstractions;
using Tipstaff.Local.OutboxFolder;
using Tipstaff.Mail;
using Tipstaff.Smtp;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

/// <summary>The promises of <see cref="IMailProvider"/>.</summary>
public abstract class MailProviderContract
{
    private protected abstract IMailProvider Provider { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Facts_OfAProvider_AreInRange()
    {
        Assert.Matches("^[a-z]+[0-9]*$", Provider.Name);
        Assert.InRange(Provider.MostAtOnce, 1, 10_000);
        Assert.InRange(Provider.LongestHandOver, TimeSpan.Zero, TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task SendAsync_Mail_IsAcceptedAndKept()
    {
        var outcome = await Provider.SendAsync(SomeMail.Of(1), Token);

        Assert.IsType<SendOutcome.Accepted>(outcome);
        Assert.Equal([SomeMail.Of(1).MessageId], await KeptAsync());
    }

    [Fact]
    public async Task SendAsync_SameMailTwice_BearsOneMessageId()
    {
        await Provider.SendAsync(SomeMail.Of(1), Token);

        var again = await Provider.SendAsync(SomeMail.Of(1), Token);

        Assert.IsType<SendOutcome.Accepted>(again);
        Assert.Single((await KeptAsync()).Distinct());
    }

    [Fact]
    public async Task SendAsync_ManyAtOnce_AreAllKept()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 300).Select(number => Provider.SendAsync(SomeMail.Of(number), Token)));

        Assert.All(outcomes, outcome => Assert.IsType<SendOutcome.Accepted>(outcome));
        Assert.Equal(300, (await KeptAsync()).Distinct().Count());
    }

    [Fact]
    public async Task SendAsync_CancelledBefore_KeepsNothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Provider.SendAsync(SomeMail.Of(1), new CancellationToken(canceled: true)));

        Assert.Empty(await KeptAsync());
    }

    [Fact]
    public async Task UpcheckAsync_ItAnswers_IsTrueAndHandsOverNothing()
    {
        Assert.True(await Provider.UpcheckAsync(Token));

        Assert.Empty(await KeptAsync());
    }

    /// <summary>The message ids of what arrived where the provider hands it to.</summary>
    private protected abstract Task<IReadOnlyList<string>> KeptAsync();
}

public sealed class SmtpMailerContractTests : MailProviderContract, IAsyncLifetime
{
    private readonly LoopbackSmtpServer _server = new();
    private readonly SmtpMailer _mailer;

    public SmtpMailerContractTests() => _mailer = new SmtpMailer(
        new SmtpOptions { Host = "127.0.0.1", Port = _server.Port }, TimeProvider.System, NullLogger<SmtpMailer>.Instance);

    private protected override IMailProvider Provider => _mailer;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _mailer.DisposeAsync();
        await _server.DisposeAsync();
    }

    private protected override Task<IReadOnlyList<string>> KeptAsync() =>
        Task.FromResult<IReadOnlyList<string>>([.. _server.Mails.Select(mail => mail.Header("Message-ID")!.Trim('<', '>'))]);
}

public sealed class OutboxFolderContractTests : MailProviderContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private protected override IMailProvider Provider => new OutboxFolderMailer(_folder.Combine("outbox"), TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    private protected override async Task<IReadOnlyList<string>> KeptAsync()
    {
        var reader = new OutboxFolderReader(_folder.Combine("outbox"));
        var ids = new List<string>();
        foreach (var item in await reader.NewestAsync(1000, CancellationToken.None))
        {
            ids.Add((await reader.OpenAsync(item.Key, CancellationToken.None))!.Headers.Value("Message-ID").Trim('<', '>'));
        }

        return ids;
    }
}

public sealed class ScriptedMailProviderContractTests : MailProviderContract
{
    private readonly ScriptedMailProvider _provider = new();

    private protected override IMailProvider Provider => _provider;

    private protected override Task<IReadOnlyList<string>> KeptAsync() =>
        Task.FromResult<IReadOnlyList<string>>([.. _provider.Mails.Select(mail => mail.MessageId)]);
}
