using System.Runtime.Versioning;
using Tipstaff.Local.Storage;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Storage;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Root => _folder.Combine("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Hold_HeldAlready_IsRefused()
    {
        using var first = DataFolder.Hold(Root);

        var fault = Assert.Throws<StorageException>(() => DataFolder.Hold(Root));

        Assert.Equal(
            $"The data folder {Root} is in use by another tipstaff: stop that one, or name another folder with --data.", fault.Message);
    }

    [Fact]
    public void Hold_ReleasedBefore_IsGranted()
    {
        DataFolder.Hold(Root).Dispose();

        using var again = DataFolder.Hold(Root);

        Assert.True(File.Exists(Path.Combine(Root, "tipstaff.lock")));
    }

    [Fact]
    public void Open_Held_IsGrantedWithTheSameSecret()
    {
        using var service = DataFolder.Hold(Root);

        using var import = DataFolder.Open(Root);

        Assert.Equal(service.Secret.ToArray(), import.Secret.ToArray());
    }

    [Fact]
    public void Secret_FirstTime_IsDrawnAndKept()
    {
        using var first = DataFolder.Open(Root);
        using var other = DataFolder.Open(_folder.Combine("other"));

        using var again = DataFolder.Open(Root);

        Assert.Equal(32, first.Secret.Length);
        Assert.Equal(first.Secret.ToArray(), again.Secret.ToArray());
        Assert.NotEqual(first.Secret.ToArray(), other.Secret.ToArray());
        Assert.Equal(["secret.key"], Directory.GetFiles(Root).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Secret_SeveralProcessesComeFirst_IsOneForAll()
    {
        var folders = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => DataFolder.Open(Root))));

        Assert.Single(folders.Select(folder => Convert.ToHexString(folder.Secret.Span)).Distinct());
        Assert.Equal(["secret.key"], Directory.GetFiles(Root).Select(Path.GetFileName));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Secret_FirstTime_IsReadableForItsOwnerOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");

        using var folder = DataFolder.Hold(Root);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Root, "secret.key")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Root));
    }

    [Fact]
    public void Open_SecretCutShort_IsRefusedAndTheLockReleased()
    {
        Directory.CreateDirectory(Root);
        File.WriteAllBytes(Path.Combine(Root, "secret.key"), new byte[7]);

        var fault = Assert.Throws<StorageException>(() => DataFolder.Hold(Root));

        Assert.Equal(
            $"The secret {Path.Combine(Root, "secret.key")} has 7 bytes in place of 32: restore it from a backup, as the links in mails already sent depend on it.",
            fault.Message);
        File.Delete(Path.Combine(Root, "secret.key"));
        DataFolder.Hold(Root).Dispose();
    }

    [Fact]
    public void Hold_FileInItsPlace_IsRefused()
    {
        File.WriteAllText(Root, "");

        var fault = Assert.Throws<StorageException>(() => DataFolder.Hold(Root));

        Assert.StartsWith($"The data folder {Root} cannot be written (", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith("name another folder with --data.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_OfAFolder_LieInIt()
    {
        using var folder = DataFolder.Open(Root);

        Assert.Equal((Root, Path.Combine(Root, "tipstaff.db"), Path.Combine(Root, "outbox")), (folder.Root, folder.DatabasePath, folder.OutboxPath));
    }
}
