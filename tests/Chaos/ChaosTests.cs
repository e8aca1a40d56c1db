using System.Globalization;
using Tipstaff.Courthouse;
using Tipstaff.Local.Storage;
using Tipstaff.Tests.Local.Run;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Chaos;

/// <summary>
/// The service against a courthouse and a mail server that fail in every way they know, killed again and again: everything filed on a
/// followed docket is told, to its followers and nobody else, once; or again in a mail that is the same.
/// </summary>
/// <remarks><c>TIPSTAFF_CHAOS_SEED</c> names another seed than the usual one; what processes do in between is never the same twice.</remarks>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Kills = 30;
    private const int Alerts = 2_000;
    private const int AlertsAtLast = 600;

    // What a process has sent and not recorded at most; commonly it is one or two.
    private const int MostInHand = 64;

    private const int ReadersPerDocket = 22;
    private const double EntriesPerMinute = 180;

    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(2.5);

    private static readonly int Seed =
        int.TryParse(Environment.GetEnvironmentVariable("TIPSTAFF_CHAOS_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : 20260302;

    private readonly SeededRandom _random = new(Seed, "kills");

    [Fact]
    public async Task Run_KilledThirtyTimesAmongFailingServers_TellsEverythingAndRepeatsOnlyTheSame()
    {
        output.WriteLine($"Seed {Seed}.");
        using var installation = new Installation();
        await using var courthouse = new ChaosCourthouse(Seed, EntriesPerMinute);
        await using var smtp = new LoopbackSmtpServer { Delay = TimeSpan.FromMilliseconds(5), Faults = new SmtpFaults(Seed, share: 0.12) };
        string[] args = [.. courthouse.FeedArgs, "--smtp", $"127.0.0.1:{smtp.Port}"];
        var readers = new ChaosReaders(courthouse.Truth, ReadersPerDocket);
        await installation.ImportAsync(readers.Lines(ChaosCourthouse.Now.AddMinutes(-1)));
        await courthouse.OpenAsync();
        await TakeBaselineAsync(installation, courthouse, args);
        await courthouse.FileAsync("--down", "0.15", "--garble", "0.15", "--slow", "0.1", "--slow-up-to", "2s");

        for (var kill = 1; kill <= Kills; kill++)
        {
            var (age, isUp) = (LongestLife * _random.Fraction(), !_random.Chance(0.2));
            await LiveAndDieAsync(installation, args, kill, age, isUp);
            output.WriteLine($"Kill {kill}, {age.TotalMilliseconds:F0} ms after {(isUp ? "it answered" : "its start")}: {smtp.Mails.Count} mails had arrived.");
        }

        var filed = await SettleAsync(installation, courthouse, readers, smtp, args);

        await AssertToldAsync(installation, courthouse, readers, smtp, filed);
    }

    private static Dictionary<string, string> Life(int number) => new(StringComparer.Ordinal)
    {
        ["Smtp__EhloName"] = $"life{number}.example",
        ["Links__PublicUrl"] = "https://tipstaff.example",
        ["Checks__FirstRetry"] = "00:00:00.2",
        ["Breakers__OpenFor"] = "00:00:01",
        ["Breakers__LongestOpen"] = "00:00:02",
    };

    // What has no time is new only where the feed was read before.
    private static async Task TakeBaselineAsync(Installation installation, ChaosCourthouse courthouse, string[] args)
    {
        var (first, _) = await installation.StartAsync(args, Life(0));
        await using (first)
        {
            using var database = SqliteDatabase.Open(Path.Combine(installation.Data, "tipstaff.db"));
            var dockets = new SqliteDockets(database, TimeProvider.System);
            await Until.TrueAsync(
                () => dockets.ListCourtsAsync(CancellationToken.None).GetAwaiter().GetResult().Count(court => court.GoodAt is not null) == courthouse.Truth.Courts.Count,
                () => $"not every feed was read. {first.Output}");
            first.Terminate();
            Assert.Equal(0, await first.WaitForExitAsync());
        }
    }

    private static async Task LiveAndDieAsync(Installation installation, string[] args, int number, TimeSpan age, bool isUp)
    {
        string[] run = ["run", "--data", installation.Data, "--check-every", "1s", .. args];
        var url = new Uri($"http://127.0.0.1:{TipstaffProcess.FreePort()}");
        await using var doomed = isUp
            ? await TipstaffProcess.StartServiceAsync(run, Life(number), url)
            : TipstaffProcess.Start([.. run, "--urls", url.ToString()], Life(number));
        await Task.Delay(age, TimeProvider.System, TestContext.Current.CancellationToken);
        doomed.Kill();
        await doomed.WaitForExitAsync();
    }

    /// <summary>The last life: among faults until enough was told, then without until all of it is, then without news until nothing waits.</summary>
    /// <returns>What the feeds showed when it was enough: all of it has to be known, and told to those who follow it.</returns>
    private static async Task<IReadOnlyList<FiledEntry>> SettleAsync(
        Installation installation, ChaosCourthouse courthouse, ChaosReaders readers, LoopbackSmtpServer smtp, string[] args)
    {
        var (last, _) = await installation.StartAsync(args, Life(Kills + 1));
        await using (last)
        {
            // Longer than the first retry: what is repeated within one life shows too.
            var enough = Math.Max(Alerts, Distinct(smtp) + AlertsAtLast);
            await Until.TrueAsync(() => Distinct(smtp) >= enough, () => $"{Distinct(smtp)} alerts. {last.Output}");
            smtp.Faults!.IsOn = false;
            await courthouse.RecoverAsync();
            await ChaosLedger.LetHoursPassAsync(installation);
            var filed = courthouse.Shown(ChaosCourthouse.Now);
            var owed = readers.ToBeTold(filed).ToList();
            await Until.TrueAsync(() => Missing(installation, smtp, filed, owed) is 0, () => $"{Missing(installation, smtp, filed, owed)} of {filed.Count + owed.Count} not known or told. {last.Output}");
            await courthouse.DisposeAsync();
            await Until.TrueAsync(() => installation.CountAsync().GetAwaiter().GetResult().Waiting == 0, () => $"mails wait. {last.Output}");
            last.Terminate();
            Assert.Equal(0, await last.WaitForExitAsync());
            return filed;
        }
    }

    private static int Distinct(LoopbackSmtpServer smtp) => smtp.Mails.Where(ChaosLedger.IsAlert).Select(ChaosLedger.MessageId).Distinct(StringComparer.Ordinal).Count();

    private static int Missing(Installation installation, LoopbackSmtpServer smtp, IEnumerable<FiledEntry> filed, IEnumerable<(string Address, string News)> owed)
    {
        var mails = smtp.Mails.Where(ChaosLedger.IsAlert).ToList();
        var ledger = ChaosLedger.ReadAsync(installation).GetAwaiter().GetResult();
        return filed.Select(entry => entry.Identity.Value).Except(ledger.Entries, StringComparer.Ordinal).Count() + owed.Except(mails.SelectMany(ledger.Told)).Count();
    }

    private async Task AssertToldAsync(
        Installation installation, ChaosCourthouse courthouse, ChaosReaders readers, LoopbackSmtpServer smtp, IReadOnlyList<FiledEntry> filed)
    {
        var owed = readers.ToBeTold(filed).ToList();
        var ledger = await ChaosLedger.ReadAsync(installation);
        var shown = courthouse.Shown(ChaosCourthouse.Now);
        var copies = smtp.Mails.Where(ChaosLedger.IsAlert).GroupBy(ChaosLedger.MessageId, StringComparer.Ordinal).ToList();
        var firsts = copies.ConvertAll(mails => mails.First());
        var told = firsts.SelectMany(ledger.Told).ToList();
        var repeated = copies.Where(mails => mails.Count() > 1).ToList();
        var lost = repeated.SelectMany(mails => mails.SkipLast(1)).Where(mail => mail.IsAnswered).ToList();
        var unexplained = repeated.Where(mails => mails.SkipLast(1).Zip(mails.Skip(1)).Any(pair => pair.First.IsAnswered && pair.First.Client == pair.Second.Client)).ToList();
        output.WriteLine($"{firsts.Count} alerts ({told.Count} pieces of news, {owed.Count} owed when it was counted) over {Kills} kills and {smtp.Connections} connections; faults: {smtp.Faults!.Counts}.");
        output.WriteLine(
            $"Missing: {owed.Except(told).Count()}. Sent again: {repeated.Sum(mails => mails.Count() - 1)}, of which {lost.Count} as a kill came between the server's answer and our record, "
            + $"the others as the server broke off without an answer; unexplained: {unexplained.Count}.");
        output.WriteLine($"{ledger.Entries.Count} entries recorded; outbox: {ledger.Counts}.");

        Assert.Empty(owed.Except(told));
        Assert.Empty(told.Except(readers.ToBeTold(shown)));
        Assert.Equal(told.Count, told.Distinct().Count());
        Assert.Empty(unexplained);
        Assert.All(lost.CountBy(mail => mail.Client), kill => Assert.InRange(kill.Value, 1, MostInHand));
        Assert.All(repeated, mails => Assert.Single(mails.Select(mail => mail.Data).Distinct(StringComparer.Ordinal)));
        Assert.All(firsts, ledger.AssertTells);
        Assert.Empty(ledger.DeadLetters);
        Assert.Equal((0, 0), (ledger.Counts.Waiting, ledger.Counts.Suppressed));
        Assert.Equal(ledger.Entries.Count, ledger.Entries.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(filed.Select(entry => entry.Identity.Value).Except(ledger.Entries, StringComparer.Ordinal));
        Assert.Empty(ledger.Entries.Except(shown.Select(entry => entry.Identity.Value), StringComparer.Ordinal));
    }
}
