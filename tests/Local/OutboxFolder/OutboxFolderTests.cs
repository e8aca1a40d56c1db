using System.Runtime.Versioning;
using Tipstaff.Local.OutboxFolder;
using Tipstaff.Mail;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.OutboxFolder;

public sealed class OutboxFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly string _folder;

    public OutboxFolderTests() => _folder = _temporary.Combine("outbox");

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task SendAsync_FirstMail_WritesItWholeIntoANewFolder()
    {
        var mail = SomeMail.Of(7);

        var outcome = await SendAsync(mail);

        Assert.IsType<SendOutcome.Accepted>(outcome);
        Assert.Equal(MimeWriter.ToBytes(mail), await File.ReadAllBytesAsync(Path.Combine(_folder, $"{mail.Key}.eml")));
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task SendAsync_NewFolder_IsItsOwnersAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");

        await SendAsync(SomeMail.Of());

        const UnixFileMode others = (UnixFileMode)0b111_111;
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(_folder) & others);
        Assert.All(Directory.GetFiles(_folder), file => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & others));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Append_IndexMadeAnew_IsItsOwnersAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, SomeMail.Key(5) + ".eml"), "");

        await SendAsync(SomeMail.Of());

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "index")));
    }

    [Fact]
    public async Task SendAsync_SameKeyTwice_LeavesOneMail()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(SomeMail.Of())));
        await SendAsync(SomeMail.Of(subject: "again"));

        var items = await Reader().NewestAsync(10, CancellationToken.None);

        Assert.All(outcomes, outcome => Assert.IsType<SendOutcome.Accepted>(outcome));
        Assert.DoesNotContain("again", Assert.Single(items).Subject, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_folder, "*.eml"));
    }

    [Fact]
    public async Task SendAsync_FolderThatCannotBe_IsUnavailable()
    {
        await File.WriteAllTextAsync(_folder, "a file in its place");

        var outcome = await SendAsync(SomeMail.Of());

        Assert.Contains("cannot be written", Assert.IsType<SendOutcome.Unavailable>(outcome).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewestAsync_NoFolder_IsEmpty() => Assert.Empty(await Reader().NewestAsync(10, CancellationToken.None));

    [Fact]
    public async Task NewestAsync_SomeMails_ListsTheLastWrittenFirst()
    {
        foreach (var number in new[] { 5, 9, 2, 7 })
        {
            await SendAsync(SomeMail.Of(number, subject: $"§ {number}"));
        }

        var items = await Reader().NewestAsync(3, CancellationToken.None);

        Assert.Equal(["§ 7", "§ 2", "§ 9"], items.Select(item => item.Subject));
        Assert.All(items, item => Assert.Equal(("ada@example.com", Some.Monday9Am), (item.To, item.Date)));
        Assert.Equal(MimeWriter.ToBytes(SomeMail.Of(7, subject: "§ 7")).Length, items[0].Bytes);
    }

    [Fact]
    public async Task NewestAsync_FileGoneOrGarbled_IsLeftOut()
    {
        await SendAsync(SomeMail.Of(1));
        await SendAsync(SomeMail.Of(2));
        await SendAsync(SomeMail.Of(3));
        File.Delete(Path.Combine(_folder, $"{SomeMail.Key(2)}.eml"));
        await File.WriteAllTextAsync(Path.Combine(_folder, $"{SomeMail.Key(3)}.eml"), "no mail\r\n\r\n");

        var items = await Reader().NewestAsync(10, CancellationToken.None);

        Assert.Equal([SomeMail.Key(1).Value], items.Select(item => item.Key));
    }

    [Fact]
    public async Task NewestAsync_RecordCutShortByACrash_GoesOnBehindIt()
    {
        await SendAsync(SomeMail.Of(1));
        await File.AppendAllTextAsync(Path.Combine(_folder, "index"), "0123");

        await SendAsync(SomeMail.Of(2));

        var items = await Reader().NewestAsync(10, CancellationToken.None);
        Assert.Equal([SomeMail.Key(2).Value, SomeMail.Key(1).Value], items.Select(item => item.Key));
    }

    [Fact]
    public async Task NewestAsync_FilesWithoutIndex_AreListedByTheirTimes()
    {
        Directory.CreateDirectory(_folder);
        foreach (var number in new[] { 1, 2, 3 })
        {
            var file = Path.Combine(_folder, $"{SomeMail.Key(number)}.eml");
            await File.WriteAllBytesAsync(file, MimeWriter.ToBytes(SomeMail.Of(number)));
            File.SetLastWriteTimeUtc(file, Some.Monday9Am.AddMinutes(-number).UtcDateTime);
        }

        var items = await Reader().NewestAsync(10, CancellationToken.None);

        Assert.Equal([.. new[] { 1, 2, 3 }.Select(number => SomeMail.Key(number).Value)], items.Select(item => item.Key));
    }

    [Fact]
    public async Task OpenAsync_KnownKey_GivesBothPartsAndTheHeaders()
    {
        var mail = SomeMail.Of(subject: "Doe § Roe", text: "über\nzwei\n", html: "<p>über</p>", headers: ("List-Id", "<nysd.tipstaff.example>"));
        await SendAsync(mail);

        var opened = await Reader().OpenAsync(mail.Key.Value, CancellationToken.None);

        Assert.NotNull(opened);
        Assert.Equal(("über\nzwei\n", "<p>über</p>"), (opened.Text, opened.Html));
        Assert.Equal(("Doe § Roe", "<nysd.tipstaff.example>"), (opened.Headers.Value("subject"), opened.Headers.Value("List-Id")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("../secret")]
    [InlineData("0000000000000000000000000000000f")]
    [InlineData("0000000000000000000000000000000/")]
    [InlineData("0000000000000000000000000000000A")]
    public async Task OpenAsync_AnyOtherKey_FindsNothing(string? key)
    {
        await SendAsync(SomeMail.Of());
        await File.WriteAllBytesAsync(_temporary.Combine("secret.eml"), MimeWriter.ToBytes(SomeMail.Of()));

        Assert.Null(await Reader().OpenAsync(key, CancellationToken.None));
    }

    [Fact]
    public void TryRead_MutatedMails_NeverThrows()
    {
        var written = MimeWriter.ToBytes(SomeMail.Of(subject: "§ Roe v. Doe", text: "é = \n", html: "裁判所の書記官"));
        var random = new Random(1);
        var read = 0;

        for (var run = 0; run < 3000; run++)
        {
            var mutated = written[..random.Next(written.Length + 1)];
            for (var change = random.Next(6); change > 0 && mutated is not []; change--)
            {
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            }

            read += EmlReader.TryRead(mutated, out _) ? 1 : 0;
        }

        Assert.InRange(read, 100, 2900);
    }

    private Task<SendOutcome> SendAsync(OutgoingMail mail) => new OutboxFolderMailer(_folder, _clock).SendAsync(mail, CancellationToken.None);

    private OutboxFolderReader Reader() => new(_folder);
}
