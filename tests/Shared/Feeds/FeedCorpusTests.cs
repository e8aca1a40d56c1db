using System.Diagnostics;
using Tipstaff.Courts;
using Tipstaff.Feeds;

namespace Tipstaff.Tests.Shared.Feeds;

public sealed class FeedCorpusTests
{
    [Fact]
    public void Write_EveryFileOfTheCorpus_IsExact()
    {
        var corpus = Path.Combine(RepositoryRoot(), "..", "shared", "corpus");
        var feeds = Path.Combine(corpus, "rss");
        Assert.SkipUnless(Directory.Exists(feeds), "The corpus of real feeds is not beside the repository.");
        var written = Directory.CreateTempSubdirectory("tipstaff-corpus");
        try
        {
            foreach (var file in Directory.EnumerateFiles(feeds, "*.xml"))
            {
                var name = Path.GetFileNameWithoutExtension(file);
                using var target = File.Create(Path.Combine(written.FullName, name + ".json"));
                FeedJson.Write(FeedReader.Read(File.ReadAllBytes(file), CourtId.Parse(name.Split('_')[0])), target);
            }

            var (exitCode, output) = Compare(corpus, feeds, written.FullName);

            Assert.True(exitCode == 0, output);
        }
        finally
        {
            written.Delete(recursive: true);
        }
    }

    private static (int ExitCode, string Output) Compare(string corpus, string expected, string actual)
    {
        Process? process = null;
        try
        {
            process = Process.Start(new ProcessStartInfo("python3", [Path.Combine(corpus, "compare.py"), expected, actual]) { RedirectStandardOutput = true, UseShellExecute = false });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("python3, which compares with the corpus, is not installed.");
        }

        using (process)
        {
            var output = process!.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output);
        }
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tipstaff.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
