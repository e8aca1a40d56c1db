using System.Diagnostics;
using Tipstaff.Courts;
using Tipstaff.Notices;

namespace Tipstaff.Tests.Shared.Notices;

public sealed class NefCorpusTests
{
    [Fact]
    public void Write_EveryMessageOfTheCorpus_IsExact()
    {
        var corpus = Path.Combine(Support.Repository.Root, "..", "shared", "corpus");
        var notices = Path.Combine(corpus, "nef");
        Assert.SkipUnless(Directory.Exists(notices), "The corpus of real notices is not beside the repository.");
        var written = Directory.CreateTempSubdirectory("tipstaff-corpus");
        try
        {
            foreach (var file in Directory.EnumerateFiles(notices).Where(file => Path.GetExtension(file) is ".txt" or ".html"))
            {
                var name = Path.GetFileNameWithoutExtension(file);
                var court = CourtId.Parse(name.Split('_')[0]);
                using var target = File.Create(Path.Combine(written.FullName, name + ".json"));
                NefJson.Write(NefReader.Read(File.ReadAllBytes(file), court), court, target);
            }

            Assert.True(written.EnumerateFiles().Count() > 80);
            Compare(corpus, notices, written.FullName);
        }
        finally
        {
            written.Delete(recursive: true);
        }
    }

    private static void Compare(string corpus, string expected, string actual)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("python3", [Path.Combine(corpus, "compare.py"), expected, actual]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, output);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("python3, which compares with the corpus, is not installed.");
        }
    }
}
