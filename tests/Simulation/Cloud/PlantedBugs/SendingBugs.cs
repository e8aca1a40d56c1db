using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Functions.Mail;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Suppressions;
using Tipstaff.Tests.Simulation.PlantedBugs;

namespace Tipstaff.Tests.Simulation.Cloud.PlantedBugs;

/// <summary>Mistakes in how messages are sent from the cloud.</summary>
internal static class SendingBugs
{
    public static void WithoutLease(IServiceCollection services, CloudProcess process) => Recording.Wrap<IOutbox>(services, outbox =>
        Around.Member(outbox, nameof(IOutbox.ClaimAsync), (args, next) => next([args[0], args[1], args[1], .. args[3..]])));

    public static IMailProvider WithOtherKeys(IMailProvider provider)
    {
        var sent = 0;
        return Around.Member(provider, nameof(IMailProvider.SendAsync), (args, next) =>
            next([(OutgoingMail)args[0]! with { Key = IdempotencyKey.Parse(ContentKey.Of(((OutgoingMail)args[0]!).Key.Value, (++sent).ToString())) }, args[1]]));
    }

    // The count lies in a row that no other instance reads.
    public static void QuotaOfItsOwn(IServiceCollection services, CloudProcess process)
    {
        var tables = process.Head.Audit.Service;
        process.Head.Audit.Run(() => tables.CreateTableIfNotExistsAsync($"quota{process.Instance}"));
        services.Replace(ServiceDescriptor.Singleton(provider => new MailQuota(
            tables.GetTableClient($"quota{process.Instance}"),
            provider.GetRequiredService<IOptions<AcsOptions>>(),
            process.Clock,
            provider.GetRequiredService<ILogger<MailQuota>>())));
    }

    // What a provider answers at once is still heeded.
    public static void DeafToReports(IServiceCollection services, CloudProcess process)
    {
        services.Replace(ServiceDescriptor.Singleton(provider => ActivatorUtilities.CreateInstance<DeliverMessages>(
            provider, ActivatorUtilities.CreateInstance<TakeDeliveryReport>(provider))));
        services.Replace(ServiceDescriptor.Singleton(provider => ActivatorUtilities.CreateInstance<TakeDeliveryReport>(
            provider,
            Around.Member(provider.GetRequiredService<ISuppressions>(), nameof(ISuppressions.TryWriteAsync), (_, _) => Task.FromResult(true)))));
    }
}
