using System.Text.Json;
using Tipstaff.Functions.Mail;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Mail;

public sealed class QuotaLedgerTests
{
    private static readonly TimeSpan UsableFor = TimeSpan.FromMinutes(1);

    private readonly AcsOptions _limits = new() { PerMinute = 30, PerHour = 100 };

    [Fact]
    public void Take_EmptyLedger_GrantsWhatIsWanted()
    {
        var granted = Granted(QuotaLedger.Empty.Take(Some.Monday9Am, 3, UsableFor, _limits));

        Assert.Equal(new TakenTokens(Some.Monday9Am + UsableFor, 3), granted.Tokens);
    }

    [Fact]
    public void Take_MoreThanTheMinuteHas_GrantsTheRest()
    {
        var ledger = Granted(QuotaLedger.Empty.Take(Some.Monday9Am, 28, UsableFor, _limits)).Ledger;

        Assert.Equal(2, Granted(ledger.Take(Some.Monday9Am, 5, UsableFor, _limits)).Tokens.Count);
    }

    [Fact]
    public void Take_MinuteUsedUp_SaysWhenTheNextIsThere()
    {
        var ledger = Granted(QuotaLedger.Empty.Take(Some.Monday9Am, 30, UsableFor, _limits)).Ledger;

        var usedUp = Assert.IsType<QuotaTake.UsedUp>(ledger.Take(Some.Monday9Am, 1, UsableFor, _limits));

        Assert.Equal((Some.Monday9Am + UsableFor + TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(2)), (usedUp.Until, usedUp.Spacing));
        Assert.IsType<QuotaTake.UsedUp>(ledger.Take(usedUp.Until - TimeSpan.FromTicks(1), 1, UsableFor, _limits));
        Assert.IsType<QuotaTake.Granted>(ledger.Take(usedUp.Until, 1, UsableFor, _limits));
    }

    [Fact]
    public void Take_HourUsedUp_SaysWhenTheNextIsThere()
    {
        _limits.PerMinute = 100;
        var ledger = Granted(QuotaLedger.Empty.Take(Some.Monday9Am, 100, UsableFor, _limits)).Ledger;

        var usedUp = Assert.IsType<QuotaTake.UsedUp>(ledger.Take(Some.Monday9Am + TimeSpan.FromMinutes(5), 1, UsableFor, _limits));

        Assert.Equal((Some.Monday9Am + UsableFor + TimeSpan.FromHours(1), TimeSpan.FromSeconds(36)), (usedUp.Until, usedUp.Spacing));
    }

    [Fact]
    public void Settle_SomeUnused_TheyAreThereAgain()
    {
        var granted = Granted(QuotaLedger.Empty.Take(Some.Monday9Am, 30, UsableFor, _limits));

        var settled = granted.Ledger.Settle(granted.Tokens, used: 4, Some.Monday9Am + TimeSpan.FromSeconds(2));

        Assert.Equal([new TakenTokens(Some.Monday9Am + TimeSpan.FromSeconds(2), 4)], settled.Taken);
    }

    [Fact]
    public void Settle_Twice_ChangesNothingMore()
    {
        var granted = Granted(QuotaLedger.Empty.Take(Some.Monday9Am, 30, UsableFor, _limits));
        var settled = granted.Ledger.Settle(granted.Tokens, used: 4, Some.Monday9Am);

        Assert.Equal(settled, settled.Settle(granted.Tokens, used: 4, Some.Monday9Am));
    }

    [Fact]
    public void Take_WrittenByAClockThatIsHoursAhead_HoldsNoMailForHours()
    {
        var ledger = new QuotaLedger([new TakenTokens(Some.Monday9Am + TimeSpan.FromHours(9), 30)]);

        var usedUp = Assert.IsType<QuotaTake.UsedUp>(ledger.Take(Some.Monday9Am, 1, UsableFor, _limits));

        Assert.Equal(Some.Monday9Am + UsableFor + TimeSpan.FromMinutes(1), usedUp.Until);
    }

    [Theory]
    [InlineData(30, 100)]
    [InlineData(5, 10)]
    [InlineData(600, 20_000)]
    public void Take_ManyInstancesForHours_StaysWithinTheQuotaOfAnyMinuteAndAnyHour(int perMinute, int perHour)
    {
        (_limits.PerMinute, _limits.PerHour) = (perMinute, perHour);
        var random = new Random(perMinute);
        var (ledger, now, sent) = (QuotaLedger.Empty, Some.Monday9Am, new List<DateTimeOffset>());
        var longest = 0;
        while (now < Some.Monday9Am + TimeSpan.FromHours(3))
        {
            if (ledger.Take(now, random.Next(1, 20), UsableFor, _limits) is QuotaTake.Granted granted)
            {
                var used = random.Next(granted.Tokens.Count + 1);
                var uses = Enumerable.Range(0, used).Select(_ => now + (UsableFor * random.NextDouble())).Order().ToList();
                sent.AddRange(uses);
                ledger = random.Next(3) == 0 && uses is [.., var last] ? granted.Ledger.Settle(granted.Tokens, used, last) : granted.Ledger;
                longest = Math.Max(longest, ledger.Taken.Count);
            }

            now += TimeSpan.FromSeconds(10 * random.NextDouble());
        }

        sent.Sort();
        Assert.All(sent, first => Assert.InRange(sent.Count(moment => moment >= first && moment < first + TimeSpan.FromMinutes(1)), 1, perMinute));
        Assert.All(sent.Where((_, number) => number % 10 == 0), first =>
            Assert.InRange(sent.Count(moment => moment >= first && moment < first + TimeSpan.FromHours(1)), 1, perHour));
        Assert.InRange(longest, 1, 250);
    }

    [Fact]
    public void Taken_AsJson_IsReadBack()
    {
        List<TakenTokens> taken = [new(Some.Monday9Am, 3)];

        Assert.Equal(taken, JsonSerializer.Deserialize<List<TakenTokens>>(JsonSerializer.Serialize(taken)));
    }

    private static QuotaTake.Granted Granted(QuotaTake take) => Assert.IsType<QuotaTake.Granted>(take);
}
