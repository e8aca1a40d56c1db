using System.Text.RegularExpressions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Run;

public sealed class CorpusToInboxTests(CorpusRun run) : IClassFixture<CorpusRun>
{
    [Fact]
    public void Run_RealFeeds_TellsEachSubscriberOfEachDocketOnce()
    {
        SkipWithoutCorpus();

        var told = run.FirstMails.Select(mail => (mail.To, DocketOf(mail))).Order().ToList();

        Assert.True(run.Expected.Keys.Select(key => key.Docket).Distinct().Count() >= 10, "Too few dockets are followed to show much.");
        Assert.Equal(run.Expected.Keys.Order(), told);
    }

    [Fact]
    public void Run_RealFeeds_TellsExactlyTheEntriesOfTheDocket()
    {
        SkipWithoutCorpus();

        var told = run.FirstMails.ToDictionary(mail => (mail.To, DocketOf(mail)), mail => ToldEntry.ReadAll(CorpusRun.Bytes(mail)));

        Assert.All(run.Expected, expected => Assert.Equal(expected.Value, told[expected.Key]));
    }

    [Fact]
    public void Run_RealFeeds_MailsBearTheHeadersOfAList()
    {
        SkipWithoutCorpus();

        var ids = run.FirstMails.Select(mail => MimeDecoder.RawHeader(CorpusRun.Bytes(mail), "Message-ID")).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(run.FirstMails.Count, ids.Count);
        Assert.All(ids, id => Assert.Matches("^<[0-9a-f]{32}@localhost>$", id));
        Assert.All(run.FirstMails.Select(CorpusRun.Bytes), mail =>
        {
            Assert.Matches(@"^<http://127\.0\.0\.1:\d+/unsubscribe\?token=[\w.~-]+>$", MimeDecoder.RawHeader(mail, "List-Unsubscribe"));
            Assert.Equal("List-Unsubscribe=One-Click", MimeDecoder.RawHeader(mail, "List-Unsubscribe-Post"));
            Assert.Equal("auto-generated", MimeDecoder.RawHeader(mail, "Auto-Submitted"));
            Assert.Matches(@"^""\w+ \S+"" <\w+\.[\w-]+\.localhost>$", MimeDecoder.RawHeader(mail, "List-Id"));
        });
    }

    [Fact]
    public void Run_FurtherPassesOverTheSameFeeds_SendNothing()
    {
        SkipWithoutCorpus();

        Assert.Equal(run.Expected.Count, run.AfterMorePasses);
    }

    [Fact]
    public void Run_RestartedOnTheSameData_SendsNothing()
    {
        SkipWithoutCorpus();

        Assert.Equal(run.Expected.Count, run.AfterRestart);
    }

    private static void SkipWithoutCorpus() =>
        Assert.SkipWhen(Support.Repository.Corpus is null, "The corpus of real feeds is not beside the repository.");

    // "nysd 1:18-cv-03358" <nysd.1-18-cv-03358.localhost>  -->  nysd 1:18-cv-03358
    private static string DocketOf(ReceivedMail mail) =>
        Regex.Match(MimeDecoder.RawHeader(CorpusRun.Bytes(mail), "List-Id"), "^\"(.+)\" <").Groups[1].Value;
}
