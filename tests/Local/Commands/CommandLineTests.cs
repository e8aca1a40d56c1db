using System.Net;
using System.Net.Sockets;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tipstaff-tests").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("dance", "dance")]
    [InlineData("run --court xxyd", "'xxyd'")]
    [InlineData("run --court ca1", "--court ca1")]
    [InlineData("run --check-every soon", "'soon'")]
    [InlineData("run --check-every 0s", "'0s'")]
    [InlineData("run --feed nysd", "'nysd'")]
    [InlineData("run --feed nysd=ftp://example.org/a.xml", "'nysd=ftp://example.org/a.xml'")]
    [InlineData("run --feed xxyd=https://example.org/a.xml", "'xxyd'")]
    [InlineData("run --smtp mail:port", "'mail:port'")]
    [InlineData("check", "COURT")]
    [InlineData("check xxyd", "'xxyd'")]
    [InlineData("parse rss feed.xml", "--court")]
    [InlineData("parse rss feed.xml --court n!", "'n!'")]
    [InlineData("parse nef notice.eml", "--court")]
    [InlineData("courthouse --down 2", "'2'")]
    [InlineData("replay 4711", "'4711'")]
    [InlineData("courthouse --start yesterday", "'yesterday'")]
    [InlineData("courthouse --rebuild-every 00:00:00", "'00:00:00'")]
    public async Task Run_WrongUsage_IsStatus2AndOneSentenceThatNamesTheValue(string args, string names)
    {
        var (status, output, errors) = await TipstaffProcess.RunAsync(args.Split(' '));

        Assert.Equal((2, ""), (status, output));
        Assert.Contains(names, Assert.Single(Lines(errors)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parse_MissingFile_IsStatus1AndNamesIt()
    {
        var (status, _, errors) = await TipstaffProcess.RunAsync("parse", "rss", Path.Combine(_folder, "missing.xml"), "--court", "nysd");

        Assert.Equal(1, status);
        Assert.Contains("missing.xml", Assert.Single(Lines(errors)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parse_Notice_PrintsItsJsonAndNothingOfWhatIsNone()
    {
        var (notice, other) = (Path.Combine(_folder, "notice.eml"), Path.Combine(_folder, "other.eml"));
        await File.WriteAllBytesAsync(notice, new SomeNef().Mail);
        await File.WriteAllTextAsync(other, "Subject: lunch?\n\nAt one?");

        var (status, output, _) = await TipstaffProcess.RunAsync("parse", "nef", notice, "--court", "nysd");
        var (otherStatus, otherOutput, _) = await TipstaffProcess.RunAsync("parse", "nef", other, "--court", "nysd");

        Assert.Equal((0, 0, "{}"), (status, otherStatus, otherOutput.Trim()));
        Assert.Contains("\"case_name\": \"Doe v. Peña et al\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_CourtWithoutFeed_IsStatus1AndSaysSo()
    {
        var (status, _, errors) = await TipstaffProcess.RunAsync("check", "ca1");

        Assert.Equal(1, status);
        Assert.Contains("publishes no feed", Assert.Single(Lines(errors)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_DataFolderIsAFile_IsStatus1AndNamesIt()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");

        var (status, _, errors) = await TipstaffProcess.RunAsync("run", "--data", file);

        Assert.Equal(1, status);
        Assert.Contains(file, Assert.Single(Lines(errors)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PortInUse_IsStatus1AndNamesTheAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://{listener.LocalEndpoint}";

        var (status, _, errors) = await TipstaffProcess.RunAsync("run", "--data", _folder, "--urls", url);

        Assert.Equal(1, status);
        Assert.Contains(url, Assert.Single(Lines(errors)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoAddress_IsStatus2AndNamesIt()
    {
        var (status, _, errors) = await TipstaffProcess.RunAsync("run", "--data", _folder, "--urls", "nowhere");

        Assert.Equal(2, status);
        Assert.Contains("'nowhere'", Assert.Single(Lines(errors)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SecondInstanceOnTheSameData_IsStatus1AndTheFirstGoesOn()
    {
        var (first, url) = await TipstaffProcess.StartServiceAsync("run", "--data", _folder);
        await using var running = first;

        var (status, _, errors) = await TipstaffProcess.RunAsync("run", "--data", _folder, "--urls", "http://127.0.0.1:0");

        using var client = new HttpClient();
        Assert.Equal(1, status);
        Assert.Contains("in use by another tipstaff", Assert.Single(Lines(errors)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(url)).StatusCode);
    }

    [Fact]
    public async Task Import_BadLines_AreNamedAndTheOthersGoIn()
    {
        var list = Path.Combine(_folder, "list.csv");
        await File.WriteAllLinesAsync(
            list,
            [
                "email,court,docket_number,query,cadence,confirmed_at",
                "ada@example.com,nysd,1:24-cv-01234,,immediate,2026-01-01T00:00:00Z",
                "nobody,nysd,1:24-cv-01234,,,",
                "grace@example.com,sdny,1:24-cv-1234,,,",
                "ada@example.com,nysd,\"1:24-cv-01234,,,",
            ]);

        var (status, output, errors) = await TipstaffProcess.RunAsync("import", list, "--data", _folder);
        var (_, again, _) = await TipstaffProcess.RunAsync("import", list, "--data", _folder);

        Assert.Equal(1, status);
        Assert.Contains("2 subscriptions imported, 0 known already, 0 left ended, 2 lines refused", output, StringComparison.Ordinal);
        Assert.Contains("0 subscriptions imported, 2 known already", again, StringComparison.Ordinal);
        Assert.Collection(Lines(errors), first => Assert.StartsWith("line 3: ", first, StringComparison.Ordinal), second => Assert.StartsWith("line 5: ", second, StringComparison.Ordinal));
        Assert.DoesNotContain("nobody", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_StrayQuote_SwallowsNoNeighbour()
    {
        var list = Path.Combine(_folder, "list.csv");
        await File.WriteAllLinesAsync(
            list,
            ["\"ada@example.com,nysd,1:24-cv-00001,,,", .. Enumerable.Range(2, 20).Select(number => $"ada@example.com,nysd,1:24-cv-{number:D5},,,"), "\"x"]);

        var (_, output, errors) = await TipstaffProcess.RunAsync("import", list, "--data", _folder);

        Assert.Contains("20 subscriptions imported, 0 known already, 0 left ended, 2 lines refused", output, StringComparison.Ordinal);
        Assert.Collection(Lines(errors), first => Assert.StartsWith("line 1: ", first, StringComparison.Ordinal), second => Assert.StartsWith("line 22: ", second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Import_MissingFile_IsStatus1AndLeavesNoDataFolder()
    {
        var data = Path.Combine(_folder, "data");

        var (status, _, errors) = await TipstaffProcess.RunAsync("import", Path.Combine(_folder, "missing.csv"), "--data", data);

        Assert.Equal(1, status);
        Assert.Contains("missing.csv", Assert.Single(Lines(errors)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
    }

    [Theory]
    [InlineData("run")]
    [InlineData("demo")]
    [InlineData("check")]
    [InlineData("parse")]
    [InlineData("import")]
    [InlineData("replay")]
    [InlineData("courthouse")]
    public async Task Help_OfEachCommand_IsStatus0(string command)
    {
        var (status, output, _) = await TipstaffProcess.RunAsync(command, "--help");

        Assert.Equal(0, status);
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
