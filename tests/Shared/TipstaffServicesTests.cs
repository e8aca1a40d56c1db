using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Api;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared;

public sealed class TipstaffServicesTests
{
    private readonly ServiceCollection _services = new();

    [Fact]
    public void AddTipstaff_HeadWithoutRecipientsOfItsOwn_AsksTheStores()
    {
        Add();

        Assert.Equal(typeof(StoredRecipients), Assert.Single(_services, service => service.ServiceType == typeof(IRecipients)).ImplementationType);
    }

    [Fact]
    public void AddTipstaff_HeadWithRecipientsAndAClockOfItsOwn_KeepsThem()
    {
        var clock = new ManualTimeProvider();
        _services.AddSingleton<IRecipients, OwnRecipients>();
        _services.AddSingleton<TimeProvider>(clock);

        Add();

        Assert.Equal(typeof(OwnRecipients), Assert.Single(_services, service => service.ServiceType == typeof(IRecipients)).ImplementationType);
        Assert.Same(clock, Assert.Single(_services, service => service.ServiceType == typeof(TimeProvider)).ImplementationInstance);
    }

    private void Add() => _services.AddTipstaff(new InstallationSecret(Some.Key), new SiteFacts(HasOutbox: false, Notice: null));

    private sealed class OwnRecipients : IRecipients
    {
        public Task<Recipients> FindAsync(IReadOnlyCollection<OutboxMessage> messages, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
