using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Tipstaff.AzureHarness;
using Tipstaff.Functions.Mail;
using Tipstaff.Mail;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Mail;

public sealed class MailQuotaTests : IDisposable
{
    private readonly MailWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void TakeAsync_ManyMailsInAMinute_CostFarFewerTableOperations()
    {
        (_world.Options.PerMinute, _world.Options.PerHour) = (600, 36_000);
        var quota = _world.Quota();

        for (var mail = 0; mail < 500; mail++)
        {
            Assert.Null(Take(quota));
        }

        Assert.InRange(_world.Cloud.Counts.Of(CloudService.Tables), 2, 8);
    }

    [Fact]
    public void TakeAsync_AtOnceByManyMails_WritesOnceForAHandful()
    {
        (_world.Options.PerMinute, _world.Options.PerHour) = (300, 1_000);
        var quota = _world.Quota();

        var turns = _world.Run(() => Task.WhenAll(Enumerable.Range(0, 30).Select(_ => quota.TakeAsync(CancellationToken.None))));

        Assert.All(turns, Assert.Null);
        Assert.Equal(2, _world.Cloud.Counts.Of(CloudService.Tables));
    }

    [Fact]
    public void TakeAsync_TwoInstances_StayWithinTheQuotaTogether()
    {
        MailQuota[] quotas = [_world.Quota("1"), _world.Quota("2")];

        var taken = Enumerable.Range(0, 60).Count(mail => Take(quotas[mail % 2]) is null);

        Assert.InRange(taken, 20, 30);
    }

    [Fact]
    public void SendAsync_ThreeInstancesForHours_NoneIsToldThatTheQuotaIsUsedUp()
    {
        CommunicationMailer[] mailers = [.. Enumerable.Range(1, 3).Select(instance => _world.Mailer($"{instance}"))];
        for (var mail = 0; mail < 1200; mail++)
        {
            var number = mail;
            _world.Run(() => mailers[number % 3].SendAsync(SomeMail.Of(number), CancellationToken.None));
            _world.Pass(TimeSpan.FromSeconds(mail % 7 == 0 ? 60 : 1));
        }

        Assert.Equal(0, _world.Email.Quota.TurnedDown);
        Assert.InRange(_world.Email.Mailbox.Count, 200, 400);
    }

    [Fact]
    public void TakeAsync_QuotaUsedUp_GivesEachMailATurnOfItsOwnAndAsksNoTable()
    {
        var quota = _world.Quota();
        while (Take(quota) is null)
        {
        }

        _world.Cloud.Counts.Clear();
        List<DateTimeOffset> turns = [.. Enumerable.Range(0, 10).Select(_ => Take(quota)!.Value)];

        Assert.Equal(turns.Distinct().Order(), turns);
        Assert.All(turns, turn => Assert.InRange(turn, _world.Now, _world.Now + TimeSpan.FromMinutes(3)));
        Assert.Equal(0, _world.Cloud.Counts.Of(CloudService.Tables));
    }

    [Fact]
    public void TakeAsync_AtTheTurnThatWasSaid_ThereIsAToken()
    {
        var quota = _world.Quota();
        DateTimeOffset? turn;
        while ((turn = Take(quota)) is null)
        {
        }

        _world.Pass(turn.Value - _world.Now);

        Assert.Null(Take(quota));
    }

    [Theory]
    [InlineData("503")]
    [InlineData("0")]
    [InlineData("several tries")]
    public void TakeAsync_TableAway_HoldsTheMailForAMoment(string failure)
    {
        _world.Cloud.Faults = new TablesAway(
            int.TryParse(failure, CultureInfo.InvariantCulture, out var status) ? new RequestFailedException(status, failure)
            : new AggregateException(new RequestFailedException(0, failure), new TaskCanceledException()));

        var turn = Take(_world.Quota());

        Assert.InRange(turn!.Value, _world.Now + TimeSpan.FromSeconds(4), _world.Now + TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void TakeAsync_RowOfANewerVersion_IsRefusedAndNotOverwritten()
    {
        var row = new TableEntity("operators", "quota|acs") { ["V"] = 2, ["Ledger"] = "{}" };
        _world.Run(() => _world.OperatorsOf("1").AddEntityAsync(row));

        var turn = Take(_world.Quota());

        Assert.True(turn > _world.Now, "The mail was not held.");
        Assert.Equal(2, _world.Run(() => _world.OperatorsOf("1").GetEntityAsync<TableEntity>("operators", "quota|acs")).Value.GetInt32("V"));
    }

    [Fact]
    public void TakeAsync_CancelledWhileItWaits_TakesNone()
    {
        using var withdrawn = new CancellationTokenSource();
        _world.Cloud.Faults = new TablesAway(fault: null);
        var quota = _world.Quota();

        var outcome = _world.Run(async () =>
        {
            var waiting = quota.TakeAsync(withdrawn.Token);
            withdrawn.Cancel();
            return await Record.ExceptionAsync(() => waiting);
        });

        Assert.IsAssignableFrom<OperationCanceledException>(outcome);
    }

    private DateTimeOffset? Take(MailQuota quota) => _world.Run(() => quota.TakeAsync(CancellationToken.None));

    private sealed class TablesAway(Exception? fault) : ICloudFaults
    {
        public Task BeforeAsync(CloudCall call, CancellationToken cancellationToken) => Task.CompletedTask;

        // A write may have been done all the same; or no answer comes at all.
        public Task AfterAsync(CloudCall call, CancellationToken cancellationToken) =>
            fault is null ? new TaskCompletionSource().Task : Task.FromException(fault);
    }
}
