using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tipstaff.Links;
using Tipstaff.Local.Run;
using Tipstaff.Local.Storage;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Storage;

public sealed class LinkKeyFileTests : IDisposable
{
    private const string Subject = "00112233445566778899aabbccddeeff";

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();

    private string Path => _folder.Combine("link.keys");

    private LinkKeyFile File => new(Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_NoFile_HasNoKeysAndMakesNone()
    {
        Assert.Empty(File.Read());
        Assert.False(System.IO.File.Exists(Path));
    }

    [Fact]
    public void Rotate_WhileTheLastKeyHasYetToSign_AddsNone()
    {
        var first = File.Rotate(Some.Monday9Am);
        var meanwhile = File.Rotate(first.SignsFrom.AddTicks(-1));
        var next = File.Rotate(first.SignsFrom);

        Assert.Equal((true, false, true), (first.IsNew, meanwhile.IsNew, next.IsNew));
        Assert.InRange(first.SignsFrom - Some.Monday9Am, LinkKeyRing.KnownBefore, LinkKeyRing.KnownBefore + TimeSpan.FromSeconds(1));
        Assert.Equal(first.SignsFrom, meanwhile.SignsFrom);
        Assert.Equal([first.SignsFrom, next.SignsFrom], File.Read().Select(key => key.SignsFrom));
        Assert.NotEqual(File.Read()[0].Secret, File.Read()[1].Secret);
    }

    [Fact]
    public async Task Rotate_ManyAtOnce_AddOneKey()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => File.Rotate(Some.Monday9Am))));

        Assert.Single(all, rotation => rotation.IsNew);
        Assert.Single(File.Read());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(65)]
    public void Read_CrashLeftAPartOfALine_IsWithoutItAndTheNextRotationWritesOverIt(int left)
    {
        var kept = File.Rotate(Some.Monday9Am).SignsFrom;
        File.Rotate(kept);
        var lines = System.IO.File.ReadAllBytes(Path);
        System.IO.File.WriteAllBytes(Path, lines[..((lines.Length / 2) + left)]);

        Assert.Equal([kept], File.Read().Select(key => key.SignsFrom));
        Assert.True(File.Rotate(kept).IsNew);
        Assert.Equal(2, File.Read().Count);
    }

    [Fact]
    public void Read_LineThatIsNone_NamesIt()
    {
        File.Rotate(Some.Monday9Am);
        System.IO.File.AppendAllText(Path, "2026-03-01T00:00:00Z c2hvcnQ=\n");

        var fault = Assert.Throws<StorageException>(() => File.Read());

        Assert.StartsWith($"Line 2 of the link keys {Path} cannot be read", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2hvcnQ=", fault.Message, StringComparison.Ordinal);
        Assert.Throws<StorageException>(() => File.Rotate(Some.Monday9Am.AddDays(1)));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Rotate_NewFile_IsReadableForItsOwnerOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");

        File.Rotate(Some.Monday9Am);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(Path));
    }

    [Fact]
    public void Ring_RotatedWhileTheServiceRuns_SignsByTheNewKeyOnlyOnceEveryoneKnowsIt()
    {
        var (one, other) = (Tokens(), Tokens());
        var before = Mint(one);
        var signsFrom = File.Rotate(_clock.GetUtcNow()).SignsFrom;
        Assert.Equal(before, Mint(one));

        _clock.Advance(signsFrom - _clock.GetUtcNow());

        var after = Mint(one);
        Assert.Equal((56, 60), (before.Length, after.Length));
        Assert.Equal(new LinkReading.Valid(Subject), other.Read(after, LinkPurpose.Manage, _clock.GetUtcNow()));
        Assert.Equal(new LinkReading.Valid(Subject), other.Read(before, LinkPurpose.Manage, _clock.GetUtcNow()));
        Assert.IsType<LinkReading.Expired>(other.Read(before, LinkPurpose.Manage, signsFrom + LinkKeyRing.OldLinksGoodFor));
    }

    [Fact]
    public void Ring_FileDamagedWhileTheServiceRuns_StaysAsItWas()
    {
        var signsFrom = File.Rotate(_clock.GetUtcNow()).SignsFrom;
        var tokens = Tokens();
        _clock.Advance(signsFrom - _clock.GetUtcNow());
        var token = Mint(tokens);

        System.IO.File.WriteAllText(Path, "rubbish\n");
        _clock.Advance(LocalLinkKeys.Look);

        Assert.Equal(token, Mint(tokens));
        Assert.Throws<StorageException>(Tokens);
    }

    [Fact]
    public async Task Command_SeveralProcessesAtOnce_AddOneKeyAndLeaveEveryIdAsItWas()
    {
        using var folder = DataFolder.Open(_folder.Root);
        var secret = folder.Secret.ToArray();

        var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => TipstaffProcess.RunAsync("rotate-links", "--data", _folder.Root)));

        Assert.All(runs, run => Assert.Equal((0, ""), (run.ExitStatus, run.Errors)));
        Assert.Single(runs, run => run.Output.StartsWith("A new key signs links from ", StringComparison.Ordinal));
        var secrets = File.Read().Select(key => Convert.ToBase64String(key.Secret)).ToList();
        Assert.DoesNotContain(runs, run => run.Output.Contains(Assert.Single(secrets), StringComparison.Ordinal));
        using var again = DataFolder.Open(_folder.Root);
        Assert.Equal(secret, again.Secret.ToArray());
    }

    private LinkTokens Tokens() => new(new LocalLinkKeys(
        SomeLinks.Installation, new LinkKeysOfSettings(SomeLinks.Installation, Options.Create(new LinkOptions())), File, _clock, NullLogger<LocalLinkKeys>.Instance));

    private string Mint(LinkTokens tokens) => tokens.Mint(LinkPurpose.Manage, Subject, Some.Monday9Am.AddDays(400), _clock.GetUtcNow());
}
